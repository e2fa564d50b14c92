package skep.commands.secrets;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import skep.commands.access.Access;
import skep.commands.access.Act;
import skep.commands.access.Decision;
import skep.commands.chat.Person;
import skep.commands.chat.Room;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.EstateAt;
import skep.commands.planning.PlanMaker;
import skep.deploy.estate.SecretPolicy.Saving;
import skep.secrets.desk.DeskPerson;
import skep.secrets.desk.DeskWork;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.ConflictException;
import skep.secrets.repository.LockedFileException;
import skep.secrets.repository.RepositoryException;
import skep.secrets.repository.UnsafePathException;
import skep.secrets.vault.FileHistory;
import skep.secrets.vault.GenerationException;
import skep.secrets.vault.Oddity;
import skep.secrets.vault.SecretName;
import skep.secrets.vault.UneditableException;
import skep.secrets.vault.Vault;

/** The Secrets desk's work on the estate: the same rights and the same audit as in chat. */
public final class SecretsDesk implements DeskWork {
  private static final Room AT_THE_DESK = new Room("desk", "", true);
  private static final int REVISIONS = 50;

  /** A person's rights are asked at every request; the repository not quite as often. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Estates estates;
  private final Vault vault;
  private final Access access;
  private final SecretsReport report;
  private final DeskRecord record;
  private final Told told;
  private final InstantSource clock;
  private Instant looked = Instant.MIN;

  /**
   * Whom it tells.
   *
   * @param learn makes a value known to redaction
   */
  public record Told(
      Notice notice, ChatOrders orders, Proposals proposals, Consumer<SecretValue> learn) {}

  public SecretsDesk(
      SecretsCommand.Kept kept, PlanMaker plans, Access access, Told told, InstantSource clock) {
    this.estates = kept.estates();
    this.vault = kept.vault();
    this.access = access;
    this.report = new SecretsReport(estates, plans, kept.releases(), vault, clock);
    this.record = new DeskRecord(told.notice(), clock);
    this.told = told;
    this.clock = clock;
  }

  private synchronized EstateAt head() {
    Instant now = clock.instant();
    if (looked.plus(FRESH).isAfter(now)) {
      return estates.lastSeen();
    }
    EstateAt head = estates.at("");
    looked = now;
    return head;
  }

  @Override
  public Optional<DeskPerson> person(String subject, String name) {
    return Optional.ofNullable(head().rules().secrets().desk().get(subject))
        .map(id -> new DeskPerson(id, name));
  }

  @Override
  public Optional<String> refusal(DeskPerson person) {
    return switch (access.may(Act.SECRETS, chat(person), AT_THE_DESK, head().policy())) {
      case Decision.Allowed _ -> Optional.empty();
      case Decision.Denied(var why, _) -> Optional.of(why.replace("`", ""));
    };
  }

  private static Person chat(DeskPerson person) {
    return new Person(person.id(), person.name());
  }

  @Override
  public Listing list() {
    EstateAt head = estates.at("");
    SecretsReport.Known known = report.known(head);
    return new Listing(
        head.commit(),
        known.secrets().stream()
            .map(secret -> {
              SecretName name = secret.name();
              return new Row(
                  name,
                  secret.locked(),
                  secret
                      .changed()
                      .map(it -> new Step(it.commit(), it.when(), it.author(), it.subject())),
                  secret.expires(),
                  secret.generated(),
                  known.uses().stacksOf(name.path()),
                  known.waiting(name.path()));
            })
            .toList());
  }

  /**
   * Of the default branch only: what others have on branches of their own is theirs. And encrypted
   * files only: whoever may see secrets need not be shown everything else.
   */
  @Override
  public Optional<SecretValue> reveal(DeskPerson person, SecretName name, CommitId commit) {
    EstateAt head = estates.at("");
    if (!estates.contains(head.commit(), commit)
        || !estates.tree(commit).encrypted().contains(name.path())) {
      return Optional.empty();
    }
    Optional<SecretValue> value = vault.value(commit, name);
    if (value.isPresent()) {
      record.seen(head, chat(person), name);
    }
    return value;
  }

  @Override
  public Optional<SecretValue> generate(SecretName name) {
    Optional<SecretValue> made;
    try {
      made = head().rules().secrets().rules().generation(name).map(generation -> generation.make());
    } catch (GenerationException e) {
      return Optional.empty();
    }
    made.ifPresent(told.learn());
    return made;
  }

  @Override
  public Saved save(DeskPerson person, Edit edit) {
    told.learn().accept(edit.value());
    EstateAt head = head();
    try {
      return head.rules().secrets().saving() == Saving.PULL_REQUEST
          ? proposed(head, chat(person), edit)
          : committed(head, chat(person), edit);
    } catch (ConflictException e) {
      return estates.history(e.theirs(), edit.name().path(), 1).stream()
          .findFirst()
          .<Saved>map(
              it -> new Saved.Conflict(new Step(e.theirs(), it.when(), it.author(), it.subject())))
          .orElseGet(() -> new Saved.Refused(e.getMessage()));
    } catch (UneditableException
        | LockedFileException
        | UnsafePathException
        | RepositoryException e) {
      record.refused(head, chat(person), edit.name(), e.getMessage());
      return new Saved.Refused(e.getMessage());
    }
  }

  private Saved committed(EstateAt head, Person by, Edit edit) {
    SecretName name = edit.name();
    CommitId made =
        vault.put(name, edit.value(), edit.base(), Authors.of(by), "Set secret " + name);
    record.changed(head, by, name, "commit `%s`".formatted(made.brief()));
    return new Saved.Done(
        made, Oddity.of(edit.value().reveal()), edit.deploy() ? ordered(by, name) : "");
  }

  private String ordered(Person by, SecretName name) {
    List<String> said = new ArrayList<>();
    for (String stack : report.uses(estates.at("")).stacksOf(name.path())) {
      String line = "/deploy " + stack;
      String room = told.orders().give(by, line);
      said.add(
          room.isEmpty()
              ? "Type %s in chat: it could not be asked for from here.".formatted(line)
              : "Asked for %s in %s.".formatted(line, room));
    }
    return String.join(" ", said);
  }

  private Saved proposed(EstateAt head, Person by, Edit edit) {
    String branch = ProposedBranch.name();
    CommitId made =
        vault.propose(
            edit.name(),
            edit.value(),
            edit.base(),
            Authors.of(by),
            "Set secret " + edit.name(),
            branch);
    record.changed(head, by, edit.name(), "on the branch `%s`, to be merged".formatted(branch));
    return new Saved.Done(
        made,
        Oddity.of(edit.value().reveal()),
        told.proposals()
            .open(branch, "Set secret " + edit.name())
            .map(address -> "It is a pull request, to be merged: %s".formatted(address))
            .orElseGet(() ->
                "It is on the branch %s: open a pull request from it, and merge it."
                    .formatted(branch)));
  }

  @Override
  public List<Step> history(SecretName name) {
    return vault.history(head().commit(), name, REVISIONS).stream().map(SecretsDesk::step).toList();
  }

  private static Step step(FileHistory.Step step) {
    return new Step(
        step.revision().commit(),
        step.revision().when(),
        step.revision().author(),
        SecretsText.words(step.changes()).replace("`", "") + ", " + step.revision().subject());
  }

  @Override
  public void denied(Optional<DeskPerson> who, String what) {
    record.denied(head(), who.map(SecretsDesk::chat), what);
  }

  @Override
  public void entered(DeskPerson who, String how) {
    record.entered(chat(who), how);
  }
}
