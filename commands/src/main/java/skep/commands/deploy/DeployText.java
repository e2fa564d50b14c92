package skep.commands.deploy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.commands.diff.ChangeViews;
import skep.commands.diff.DiffText;
import skep.deploy.apply.Report;
import skep.deploy.apply.Verdict;
import skep.deploy.plan.Plan;
import skep.deploy.release.Consent;
import skep.deploy.release.Release;
import skep.deploy.release.StackLocks;

/** What became of a plan, in words. */
public final class DeployText {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm 'UTC'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private static final String DETACHED = "*%s* release %d is applied; nobody watched it converge.";
  private static final String ADOPTED =
      "*%s* release %d takes over what the Docker CLI made, as it is: nothing was changed or restarted.";

  /** What the reason of a run that somebody stopped begins with. */
  static final String ABORTED = "aborted by ";

  private DeployText() {}

  /** Whether a run ended as it did because somebody stopped it. */
  static boolean isAborted(String reason) {
    return reason.startsWith(ABORTED);
  }

  /**
   * @param again the line to type to plan anew
   */
  static Outcome outcome(Verdict verdict, Plan plan, String again) {
    return switch (verdict) {
      case Verdict.VerifiedNew(var release, var report) ->
          new Outcome.Done(verified(release) + notes(report), ChangeViews.of(plan));
      case Verdict.Detached(var release, var report) ->
          new Outcome.Done(
              (plan.isEmpty() ? ADOPTED : DETACHED).formatted(release.stack(), release.number())
                  + notes(report),
              ChangeViews.of(plan));
      case Verdict.VerifiedOld(var release, _, _) ->
          new Outcome.Failed(
              failure(verdict), "/deploy history " + release.stack(), ChangeViews.of(plan));
      case Verdict.Failed(var release, _, _) ->
          new Outcome.Failed(
              failure(verdict), "/deploy status " + release.stack(), ChangeViews.of(plan));
      case Verdict.NothingToDo _ -> new Outcome.Done(nothingToDo(plan), ChangeViews.of(plan));
      case Verdict.Refused(var reason, _) ->
          new Outcome.Refused("Nothing was changed: " + Quoted.text(reason), again);
      case Verdict.Locked(var held) -> locked(plan.stack(), held);
      case Verdict.LeftOpen(var release, var reason) ->
          new Outcome.Unfinished(leftOpen(release, reason), "/deploy status " + release.stack());
      case Verdict.LeaseLost(var stack) ->
          new Outcome.Unfinished(
              "*%s*: this run lost its lock in the middle and stopped. Whoever holds the lock now brings it to its end, and answers."
                  .formatted(stack),
              "/deploy status " + stack);
    };
  }

  /** The line that asks for the same again. */
  static String again(Plan plan, String ref) {
    String at = ref.isEmpty() ? "" : "@" + ref;
    String only = plan.options().service().map(service -> " --service " + service).orElse("");
    return switch (plan.kind()) {
      case Plan.Kind.Deploy() -> "/deploy " + plan.stack() + at + only;
      case Plan.Kind.Rollback(int release) -> "/rollback " + plan.stack() + " to " + release;
    };
  }

  private static String verified(Release release) {
    return "*%s* release %d is verified: everything runs as commit `%s` says."
        .formatted(release.stack(), release.number(), release.commit().brief());
  }

  private static String tookBack(Release release, String reason) {
    return "*%s* release %d %s and was taken back as a whole; what ran before runs again, verified.\nWhy: %s"
        .formatted(
            release.stack(),
            release.number(),
            isAborted(reason) ? "was aborted" : "failed",
            Quoted.text(reason));
  }

  private static String lost(Release release, String state) {
    return "*%s* release %d failed, and so did the way back: a person must look. %s"
        .formatted(release.stack(), release.number(), state);
  }

  /**
   * What failed, with the task to blame and its last lines.
   *
   * @throws IllegalArgumentException where nothing failed
   */
  static String failure(Verdict verdict) {
    return switch (verdict) {
      case Verdict.VerifiedOld(var release, var reason, var report) ->
          tookBack(release, reason) + details(report);
      case Verdict.Failed(var release, var state, var report) ->
          lost(release, Quoted.text(state)) + details(report);
      case Verdict.VerifiedNew _,
          Verdict.Detached _,
          Verdict.NothingToDo _,
          Verdict.Refused _,
          Verdict.Locked _,
          Verdict.LeftOpen _,
          Verdict.LeaseLost _ ->
          throw new IllegalArgumentException("nothing failed: " + verdict);
    };
  }

  private static String leftOpen(Release release, String reason) {
    return "*%s* release %d is not at its end: this run had to stop, because of this: %s. It is brought to its end as soon as that is over; what became of it is told here."
        .formatted(release.stack(), release.number(), Quoted.text(reason));
  }

  static String nothingToDo(Plan plan) {
    return "*%s*: %s, nothing to deploy (commit `%s`)"
        .formatted(plan.stack(), DiffText.NO_CHANGES, plan.commit().brief());
  }

  /** What a run that nobody here began came to, for the thread it came from. */
  public static String recovered(Release release, Verdict verdict) {
    String after = "\nA bot before me had begun this and was stopped; I brought it to its end.";
    return switch (verdict) {
      case Verdict.VerifiedNew(var done, _) -> ":white_check_mark: " + verified(done) + after;
      case Verdict.VerifiedOld _, Verdict.Failed _ -> ":x: " + failure(verdict) + after;
      case Verdict.Detached(var done, _) ->
          ":white_check_mark: *%s* release %d is applied.".formatted(done.stack(), done.number())
              + after;
      case Verdict.Refused(var reason, _) -> ":no_entry: " + Quoted.text(reason);
      case Verdict.LeftOpen(var open, var reason) ->
          ":information_source: " + leftOpen(open, reason);
      case Verdict.NothingToDo _, Verdict.Locked _, Verdict.LeaseLost _ ->
          ":information_source: *%s* release %d is in somebody else's hands; see `/deploy status %s`"
              .formatted(release.stack(), release.number(), release.stack());
    };
  }

  /** What the record says of a release whose bot was stopped before it answered. */
  public static String ended(Release release) {
    String after = "\nA bot before me brought this to its end and was stopped before it said so.";
    return switch (release.state()) {
      case RELEASED -> ":white_check_mark: " + verified(release) + after;
      case DETACHED ->
          ":white_check_mark: *%s* release %d is applied."
                  .formatted(release.stack(), release.number())
              + after;
      case ROLLED_BACK -> ":x: " + tookBack(release, release.outcome()) + after;
      case FAILED -> ":x: " + lost(release, Quoted.text(release.outcome())) + after;
      case APPLYING, VERIFYING ->
          ":information_source: *%s* release %d is under way; see `/deploy status %s`"
              .formatted(release.stack(), release.number(), release.stack());
    };
  }

  public static Outcome.Refused locked(String stack, StackLocks.Held held) {
    boolean person = held.until().isEmpty();
    return new Outcome.Refused(
        "%s has held the lock of *%s* since %s: %s."
            .formatted(
                Quoted.person(held.by().name()),
                stack,
                clock(held.since()),
                Quoted.code(held.reason())),
        person ? "/deploy unlock " + stack : "/deploy status " + stack);
  }

  private static String details(Report report) {
    StringBuilder text = new StringBuilder();
    report
        .task()
        .ifPresent(task -> text.append("\nFailing task: ").append(Quoted.code(task.words())));
    if (!report.log().isEmpty()) {
      text.append("\nIts last lines:\n").append(Quoted.log(report.log()));
    }
    if (!report.services().isEmpty()) {
      text.append("\n").append(Quoted.block(report.services()));
    }
    return text + notes(report);
  }

  private static String notes(Report report) {
    List<String> lines = new ArrayList<>();
    report.notes().forEach(note -> lines.add("\n• " + Quoted.code(note)));
    return String.join("", lines);
  }

  /** {@code , approved by @ben}; nothing where nobody was asked. */
  static String consent(Consent consent) {
    if (consent.by().isEmpty()) {
      return "";
    }
    String by =
        String.join(" and ", consent.by().stream().map(a -> Quoted.person(a.name())).toList());
    return consent
        .brokeGlass()
        .map(why -> ", glass broken by " + by + ": " + Quoted.code(why))
        .orElse(", approved by " + by);
  }

  static String clock(Instant instant) {
    return CLOCK.format(instant);
  }

  static String day(Instant instant) {
    return DAY.format(instant);
  }
}
