package skep.commands.ask;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import skep.commands.access.Access;
import skep.commands.access.Act;
import skep.commands.access.Audit;
import skep.commands.access.Decision;
import skep.commands.chat.Person;
import skep.commands.chat.Quoted;
import skep.commands.chat.Room;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.EstateAt;
import skep.commands.secrets.Authors;
import skep.commands.secrets.Proposals;
import skep.secrets.repository.ConflictMerge;
import skep.secrets.repository.EstateChange;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.RepositoryException;

/**
 * Makes drafts of runbooks of threads that somebody says are solved: a branch of the estate, for a
 * person to merge. Nothing of it is read before.
 */
public final class Learning {
  private final Estates estates;
  private final EstateRepository repository;
  private final Access access;
  private final Proposals proposals;
  private final AskCommand.Models models;
  private final UnaryOperator<String> redaction;
  private final InstantSource clock;

  /**
   * @param models sum threads up, on the account of whoever says that they are solved
   * @param redaction takes known secret values out of a text
   */
  public Learning(
      Estates estates,
      EstateRepository repository,
      Access access,
      Proposals proposals,
      AskCommand.Models models,
      UnaryOperator<String> redaction,
      InstantSource clock) {
    this.estates = estates;
    this.repository = repository;
    this.access = access;
    this.proposals = proposals;
    this.models = models;
    this.redaction = redaction;
    this.clock = clock;
  }

  /** Whether this person's word that something is solved counts. */
  public boolean may(Person by, Room room) {
    return switch (access.may(Act.RUNBOOKS, by, room, estates.lastSeen().policy())) {
      case Decision.Denied(var why, _) -> {
        Audit.notObeyed(by, "solved", why);
        yield false;
      }
      case Decision.Allowed _ -> true;
    };
  }

  /**
   * Somebody who may says that a thread is solved.
   *
   * @return what to answer in the thread
   * @throws RepositoryException where no draft could be pushed
   */
  public String solved(Conversation talk, Person by, Room room) {
    Audit.byReaction(by, "solved " + talk.id());
    Conversation told = redacted(talk);
    String branch = RunbookDraft.branch(told);
    if (isThere(branch)) {
      return already(branch);
    }
    try {
      return proposed(
          RunbookDraft.of(told, summary(told, by), by.username(), room.name()),
          by,
          estates.lastSeen());
    } catch (RepositoryException e) {
      // Another bot may have been quicker.
      if (isThere(branch)) {
        return already(branch);
      }
      throw e;
    }
  }

  private static String already(String branch) {
    return ":memo: There is a draft of this thread already: branch `%s`.".formatted(branch);
  }

  private boolean isThere(String branch) {
    try {
      repository.resolve(branch);
      return true;
    } catch (RepositoryException e) {
      return false;
    }
  }

  private Optional<ThreadSummary> summary(Conversation talk, Person by) {
    return models
        .forQuestionOf(by)
        .flatMap(model -> ThreadSummary.of(talk.people(), model, redaction, clock));
  }

  private String proposed(RunbookDraft draft, Person by, EstateAt head) {
    String path = path(head, draft);
    EstateChange change =
        EstateChange.of(
            head.commit(),
            Map.of(path, Optional.of(draft.text().getBytes(StandardCharsets.UTF_8))),
            Authors.of(by),
            "A draft of a runbook: " + draft.title());
    repository.propose(change, ConflictMerge.NONE, draft.branch());
    String where =
        proposals
            .open(draft.branch(), "Runbook: " + draft.title())
            .orElse("branch `%s`".formatted(draft.branch()));
    return ":memo: A draft of a runbook, %s: %s. It answers questions once somebody has corrected and merged it."
        .formatted(Quoted.code(path), where);
  }

  private static String path(EstateAt head, RunbookDraft draft) {
    String folder = head.rules().runbooks().own().folders().getFirst();
    String file = folder.isEmpty() ? draft.file() : folder + "/" + draft.file();
    String id = draft.branch().substring(draft.branch().indexOf('/') + 1);
    return head.tree().paths().contains(file)
        ? file.replaceFirst("\\.md$", "-" + id + ".md")
        : file;
  }

  private Conversation redacted(Conversation talk) {
    return new Conversation(
        talk.id(),
        talk.lines().stream()
            .map(line ->
                new Conversation.Line(
                    line.by(), line.own(), line.at(), redaction.apply(line.text()), line.link()))
            .toList());
  }
}
