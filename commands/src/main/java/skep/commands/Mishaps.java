package skep.commands;

import java.util.logging.Level;
import java.util.logging.Logger;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.commands.chat.SetupException;
import skep.commands.planning.ExposedException;
import skep.deploy.estate.InvalidEstateException;
import skep.deploy.plan.PlanRefused;
import skep.deploy.release.RecordData;
import skep.deploy.release.RecordStore;
import skep.deploy.stack.InvalidStackException;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.InterruptedRunException;
import skep.secrets.repository.ConflictException;
import skep.secrets.repository.LockedFileException;
import skep.secrets.repository.RepositoryException;
import skep.secrets.repository.UnsafePathException;

/** What went wrong, in words, with what to do next. */
public final class Mishaps {
  private static final Logger LOG = Logger.getLogger(Mishaps.class.getName());

  private Mishaps() {}

  /**
   * @param typed the line that led here, to be typed again
   */
  public static Outcome outcome(RuntimeException mishap, String typed) {
    return switch (mishap) {
      case InvalidStackException invalid ->
          new Outcome.Refused(
              "The stack's files have %s:\n%s"
                  .formatted(
                      count(invalid.problems().size(), "mistake"), lines(invalid.getMessage())),
              "correct them, push, then " + typed);
      case InvalidEstateException invalid ->
          new Outcome.Refused(
              "The estate has %s:\n%s"
                  .formatted(
                      count(invalid.problems().size(), "mistake"), lines(invalid.getMessage())),
              "correct skep.yaml, push, then " + typed);
      case PlanRefused refused ->
          new Outcome.Refused(
              "No plan can be made of this:\n"
                  + Quoted.block(refused.reasons().stream().map(r -> r.what()).toList()),
              refused.reasons().getFirst().next());
      case RecordStore.NameTakenException _ ->
          new Outcome.Refused("The same was asked for in the same moment.", typed);
      case RecordStore.TooLargeException large ->
          new Outcome.Refused(Quoted.text(large.getMessage()), "split the stack into smaller ones");
      case RecordData.UnreadableRecordException unreadable ->
          new Outcome.Failed(Quoted.text(unreadable.getMessage()), typed);
      case LockedFileException locked ->
          new Outcome.Refused(
              Quoted.text(locked.getMessage()),
              "give the key that opens it in GIT_CRYPT_KEY_FILE, or a recipient's in GIT_CRYPT_GPG_KEY_FILE");
      case ExposedException exposed ->
          new Outcome.Refused(
              "Secrets are in clear where they are to be encrypted, so nothing is planned from this:\n%s\nWhoever can read the repository has them: change them where they are used, too."
                  .formatted(lines(exposed.getMessage())),
              "git-crypt status -f, commit, push (a pull request without those commits), then "
                  + typed);
      case UnsafePathException unsafe ->
          new Outcome.Refused(
              Quoted.text(unsafe.getMessage()), "correct the path, push, then " + typed);
      case SetupException setup ->
          new Outcome.Refused(
              Quoted.text(setup.getMessage()), "correct the setting, then " + typed);
      case ConflictException conflict ->
          new Outcome.Refused(
              Quoted.text(conflict.getMessage()), "/secrets history " + conflict.path());
      case RepositoryException repository ->
          new Outcome.Failed(Quoted.text(repository.getMessage()), typed);
      case EngineException engine -> engine(engine, typed);
      case InterruptedRunException _ ->
          new Outcome.Failed("Skep is being stopped; nothing was begun for this.", typed);
      default -> {
        LOG.log(Level.SEVERE, "unexpected, at " + typed, mishap);
        yield new Outcome.Failed(
            "Something in Skep itself broke (%s). Its log has the details."
                .formatted(mishap.getClass().getSimpleName()),
            "/deploy status");
      }
    };
  }

  private static Outcome engine(EngineException mishap, String typed) {
    return switch (mishap) {
      case EngineException.Unreachable e ->
          new Outcome.Failed("The Docker engine does not answer: " + said(e), typed);
      case EngineException.NoQuorum e ->
          new Outcome.Failed(
              "The Swarm's managers have no majority, nothing can be changed: " + said(e),
              "docker node ls");
      case EngineException.Moved e ->
          new Outcome.Refused("Somebody changed the Swarm meanwhile: " + said(e), typed);
      case EngineException.NameTaken e ->
          new Outcome.Refused("Somebody else made it meanwhile: " + said(e), typed);
      case EngineException.NotFound e ->
          new Outcome.Failed("The engine does not find it: " + said(e), typed);
      case EngineException.InUse e -> new Outcome.Failed("It is in use: " + said(e), typed);
      case EngineException.Rejected e ->
          new Outcome.Failed("The engine refused (%d): %s".formatted(e.status(), said(e)), typed);
    };
  }

  private static String said(EngineException mishap) {
    return Quoted.text(String.valueOf(mishap.getMessage()));
  }

  private static String lines(String text) {
    return Quoted.block(text.lines().toList());
  }

  private static String count(int n, String noun) {
    return n == 1 ? "one " + noun : n + " " + noun + "s";
  }
}
