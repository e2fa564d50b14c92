package skep.commands.access;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Quoted;
import skep.deploy.release.Consent;
import skep.deploy.release.Release.Actor;

/**
 * Lines for each act: why it was allowed, what was done to which plan and who approved it, and how
 * the command that asked for it ended, refused ones too.
 */
public final class Audit {
  private static final Logger LOG = Logger.getLogger("skep.audit");

  /** A line of the audit is read by people; nobody's command is that long. */
  private static final int LONGEST = 2000;

  private Audit() {}

  /**
   * @param what {@code deploy web}, {@code approve}, {@code lock web}
   * @param plan id of the plan it is about
   * @param result a word or a sentence, nothing secret
   */
  public static void note(
      Actor who, String what, Optional<String> plan, Consent consent, String result) {
    LOG.log(
        Level.INFO,
        () ->
            "who=%s name=%s what=%s plan=%s approved-by=%s broke-glass=%s result=%s"
                .formatted(
                    quoted(who.id()),
                    quoted(who.name()),
                    quoted(what),
                    plan.orElse("-"),
                    consent.by().isEmpty() ? "-" : quoted(ids(consent)),
                    consent.brokeGlass().map(Audit::quoted).orElse("-"),
                    quoted(result)));
  }

  private static String ids(Consent consent) {
    return String.join(" ", consent.by().stream().map(Actor::id).toList());
  }

  /**
   * Somebody may do something, and why.
   *
   * @param line as typed
   */
  static void allowed(Person who, String line, Act act, Optional<String> plan, String because) {
    note(actor(who), line, plan, Consent.NOT_ASKED, "may " + act.verb() + ": " + because);
  }

  /** What looked like somebody's command and was none. */
  public static void notObeyed(Person who, String line, String why) {
    note(actor(who), line, Optional.empty(), Consent.NOT_ASKED, "not obeyed: " + why);
  }

  /** Whose reaction is about to count as this line. */
  public static void byReaction(Person who, String line) {
    note(actor(who), line, Optional.empty(), Consent.NOT_ASKED, "said by a reaction");
  }

  /** How a command that acts ended. */
  public static void ended(Person who, String line, Outcome outcome) {
    switch (outcome) {
      case Outcome.Done done -> ended(who, line, Optional.empty(), "done", done.text());
      case Outcome.Waiting waiting ->
          ended(who, line, Optional.of(waiting.plan()), "waiting", waiting.text());
      case Outcome.Refused refused -> ended(who, line, Optional.empty(), "refused", refused.text());
      case Outcome.Failed failed -> ended(who, line, Optional.empty(), "failed", failed.text());
      case Outcome.Unfinished unfinished ->
          ended(who, line, Optional.empty(), "unfinished", unfinished.text());
    }
  }

  private static void ended(
      Person who, String line, Optional<String> plan, String how, String text) {
    String first = text.lines().findFirst().orElse("");
    note(actor(who), line, plan, Consent.NOT_ASKED, how + ": " + first);
  }

  private static Actor actor(Person person) {
    return new Actor(person.id(), person.username());
  }

  /** In quotes, on one line: nobody forges a line of the audit with a name. */
  private static String quoted(String text) {
    String kept = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return '"' + Quoted.line(kept.replaceAll("[\\p{Cntrl}\"\\\\]", "?")) + '"';
  }
}
