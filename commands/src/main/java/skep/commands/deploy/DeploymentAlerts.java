package skep.commands.deploy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import skep.commands.access.Act;
import skep.commands.access.Policy;
import skep.commands.chat.Announcer;
import skep.commands.chat.Announcer.Announcement;
import skep.commands.chat.Origin;
import skep.commands.chat.Quoted;
import skep.commands.chat.Span;
import skep.commands.incidents.Background;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.EstateAt;
import skep.deploy.apply.Recovery;
import skep.deploy.apply.Verdict;
import skep.deploy.apply.WaitingPlans;
import skep.deploy.apply.WaitingPlans.Waiting;
import skep.deploy.plan.Plan;
import skep.deploy.release.Consent;
import skep.deploy.release.Release;
import skep.deploy.release.Release.Actor;

/**
 * The alert room hears of every deployment: one message each, rewritten until its end. What failed
 * is written down as an issue, too.
 */
public final class DeploymentAlerts {
  private static final Logger LOG = Logger.getLogger(DeploymentAlerts.class.getName());

  private final Announcer announcer;
  private final Estates estates;
  private final BiConsumer<String, String> deployed;
  private final IssueTracker issues;
  private final Background background;

  /**
   * Plans this bot carries out: it tells their end in full, and a round must not come before it.
   */
  private final Set<String> ours = ConcurrentHashMap.newKeySet();

  /**
   * @param deployed told of every plan that was carried out: its stack, and how it ended in a word
   */
  public DeploymentAlerts(
      Announcer announcer,
      Estates estates,
      BiConsumer<String, String> deployed,
      IssueTracker issues,
      Background background) {
    this.background = background;
    this.deployed = deployed;
    this.issues = issues;
    this.announcer = announcer;
    this.estates = estates;
  }

  void waiting(Waiting waiting, String asked) {
    Plan plan = waiting.plan();
    tell(
        plan.id(),
        waiting.origin(),
        ":raised_hand: *%s*: %s asks to %s; waits for %s until %s (plan `%s`)"
            .formatted(
                plan.stack(),
                Quoted.person(waiting.requestedBy().name()),
                what(plan),
                asked,
                DeployText.clock(plan.expires()),
                plan.id()));
  }

  void rejected(Waiting waiting, Actor by) {
    Plan plan = waiting.plan();
    tell(
        plan.id(),
        waiting.origin(),
        ":no_entry_sign: *%s*: plan `%s` of %s was rejected by %s; nothing was changed"
            .formatted(
                plan.stack(),
                plan.id(),
                Quoted.person(waiting.requestedBy().name()),
                Quoted.person(by.name())));
  }

  void begun(Waiting waiting, Consent consent) {
    Plan plan = waiting.plan();
    ours.add(plan.id());
    tell(
        plan.id(),
        waiting.origin(),
        ":gear: *%s*: under way, to %s; %s (plan `%s`)"
            .formatted(plan.stack(), what(plan), who(waiting.requestedBy(), consent), plan.id()));
  }

  /** For a bot that was stopped before it told how this plan ended. */
  public void late(WaitingPlans.Kept plan, Optional<Release> release) {
    String what = "plan `%s` of %s".formatted(plan.id(), Quoted.person(plan.requestedBy().name()));
    String text =
        release
            .map(this::words)
            .orElseGet(() ->
                switch (plan.found()) {
                  case WaitingPlans.Found.Taken(var decision, var by) ->
                      ":no_entry_sign: *%s*: %s was %s by %s and not begun; nothing was changed"
                          .formatted(plan.stack(), what, decision.word(), Quoted.person(by));
                  case WaitingPlans.Found.Expired _,
                      WaitingPlans.Found.Unknown _,
                      WaitingPlans.Found.Here _ ->
                      ":no_entry_sign: *%s*: %s expired; nothing was changed"
                          .formatted(plan.stack(), what);
                });
    tell(plan.id(), plan.origin(), text, true);
    if (!ours.contains(plan.id())) {
      release.flatMap(FailureIssue::of).ifPresent(issues::open);
    }
  }

  /** A mishap before anything was begun; the thread tells it in full. */
  void brokeOff(Waiting waiting, Consent consent) {
    Plan plan = waiting.plan();
    tell(
        plan.id(),
        waiting.origin(),
        ":x: *%s*: not begun, something broke; %s"
            .formatted(plan.stack(), who(waiting.requestedBy(), consent)));
  }

  /**
   * A release has its own words; a run that changed nothing says that. One that lost its lock says
   * nothing: whoever took it may have said the end already.
   */
  void ended(Waiting waiting, Consent consent, Verdict verdict) {
    Plan plan = waiting.plan();
    String people = who(waiting.requestedBy(), consent);
    Optional<String> text =
        switch (verdict) {
          case Verdict.VerifiedNew _,
              Verdict.VerifiedOld _,
              Verdict.Failed _,
              Verdict.Detached _,
              Verdict.LeftOpen _ ->
              released(verdict).map(this::words);
          case Verdict.NothingToDo() ->
              Optional.of(
                  ":white_check_mark: *%s*: nothing to do; %s".formatted(plan.stack(), people));
          case Verdict.Refused(var reason, _) ->
              Optional.of(
                  ":no_entry: *%s*: not begun, %s; %s"
                      .formatted(plan.stack(), Quoted.code(reason), people));
          case Verdict.Locked(var held) ->
              Optional.of(
                  ":no_entry: *%s*: not begun, %s holds the lock; %s"
                      .formatted(plan.stack(), Quoted.person(held.by().name()), people));
          case Verdict.LeaseLost _ -> Optional.empty();
        };
    text.ifPresent(said -> tell(plan.id(), waiting.origin(), said));
    FailureIssue.of(verdict).ifPresent(issues::open);
    count(plan.stack(), verdict);
  }

  private void count(String stack, Verdict verdict) {
    deployed.accept(
        stack,
        released(verdict)
            .map(release -> release.state().word())
            .orElseGet(() -> verdict.getClass().getSimpleName().toLowerCase(Locale.ROOT)));
  }

  /** What became of a release that an earlier bot had begun. */
  public void recovered(Recovery.Recovered recovered) {
    released(recovered.verdict())
        .ifPresent(release -> {
          tell(release.plan(), release.origin(), words(release));
          count(release.stack(), recovered.verdict());
        });
    FailureIssue.of(recovered.verdict()).ifPresent(issues::open);
  }

  private static Optional<Release> released(Verdict verdict) {
    return switch (verdict) {
      case Verdict.VerifiedNew(var release, _) -> Optional.of(release);
      case Verdict.VerifiedOld(var release, _, _) -> Optional.of(release);
      case Verdict.Failed(var release, _, _) -> Optional.of(release);
      case Verdict.Detached(var release, _) -> Optional.of(release);
      case Verdict.LeftOpen(var release, _) -> Optional.of(release);
      case Verdict.NothingToDo _, Verdict.Refused _, Verdict.Locked _, Verdict.LeaseLost _ ->
          Optional.empty();
    };
  }

  /** Everybody whose yes was left out hears of it, in the rooms where they are. */
  void brokenGlass(Waiting waiting, Actor by, String why) {
    Plan plan = waiting.plan();
    EstateAt head = estates.lastSeen();
    Policy policy = head.policy(plan.stack());
    Optional<Policy.Rule> skipped = Optional.ofNullable(policy.rules().get(Act.APPROVE));
    String text =
        ":rotating_light: *%s*: %s breaks the glass: plan `%s` of %s is carried out without %s. Why: %s"
            .formatted(
                plan.stack(),
                Quoted.person(by.name()),
                plan.id(),
                Quoted.person(waiting.requestedBy().name()),
                policy.who(Act.APPROVE).map(who -> "approval by " + who).orElse("approval"),
                Quoted.code(why));
    List<String> persons =
        skipped.map(rule -> List.copyOf(rule.persons().values())).orElse(List.of());
    List<String> rooms = skipped.map(Policy.Rule::membersOf).orElse(List.of());
    Stream.concat(head.rules().alerts().stream(), rooms.stream())
        .distinct()
        .forEach(room ->
            announcer.tell(
                new Announcement(
                    room,
                    plan.id() + " broken glass",
                    Origin.parse(waiting.origin()),
                    persons,
                    text)));
  }

  private String words(Release release) {
    String head = "*%s* release %d".formatted(release.stack(), release.number());
    String people = who(release.requestedBy(), release.consent());
    String took =
        release
            .ended()
            .map(end -> " after " + Span.words(Duration.between(release.started(), end)))
            .orElse("");
    String why = release.outcome().isBlank() ? "" : ": " + Quoted.code(release.outcome());
    return switch (release.state()) {
      case RELEASED -> ":white_check_mark: %s: verified%s; %s".formatted(head, took, people);
      case DETACHED -> ":white_check_mark: %s: applied, not watched; %s".formatted(head, people);
      case ROLLED_BACK ->
          ":rewind: %s: rolled back%s%s; %s%s"
              .formatted(head, took, why, people, background(release));
      case FAILED ->
          ":x: %s: failed, a person must look%s%s; %s%s"
              .formatted(head, took, why, people, background(release) + back(release));
      case APPLYING, VERIFYING ->
          ":hourglass: %s: stopped in the middle; the next bot brings it to its end. %s"
              .formatted(head, people);
    };
  }

  private String background(Release release) {
    String about = "%s was not deployed: %s".formatted(release.stack(), release.outcome());
    return background.lines(about, release.stack()).stream()
        .map("\n"::concat)
        .collect(Collectors.joining());
  }

  private static String back(Release release) {
    return "\nBack: " + Quoted.code("/rollback " + release.stack());
  }

  private static String who(Actor asked, Consent consent) {
    return "asked by " + Quoted.person(asked.name()) + DeployText.consent(consent);
  }

  private static String what(Plan plan) {
    return switch (plan.kind()) {
      case Plan.Kind.Deploy() -> "deploy `%s`".formatted(plan.commit().brief());
      case Plan.Kind.Rollback(int release) -> "roll back to release " + release;
    };
  }

  /** News only: whatever is wrong with it must not touch the deployment. */
  private void tell(String key, String origin, String text) {
    tell(key, origin, text, false);
  }

  private void tell(String key, String origin, String text, boolean late) {
    try {
      estates
          .lastSeen()
          .rules()
          .alerts()
          .ifPresent(room ->
              announcer.tell(
                  new Announcement(room, key, Origin.parse(origin), List.of(), text, late)));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the alert room could not be told", e);
    }
  }
}
