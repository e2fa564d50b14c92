package skep.deploy.apply;

import skep.deploy.release.Release;
import skep.deploy.release.StackLocks;

/** How carrying out a plan ended. */
public sealed interface Verdict {

  /** Everything runs as the plan says, was watched, and answered its probes. */
  record VerifiedNew(Release release, Report report) implements Verdict {}

  /** It failed; every touched service is back at what it was before, and was watched there. */
  record VerifiedOld(Release release, String reason, Report report) implements Verdict {}

  /** It failed, and so did the way back, or nobody could watch: a person must look. */
  record Failed(Release release, String state, Report report) implements Verdict {}

  /** Applied and not watched, as asked for. */
  record Detached(Release release, Report report) implements Verdict {}

  /** The plan changes nothing. */
  record NothingToDo() implements Verdict {}

  /** Not begun: a person can fix it. */
  record Refused(String reason, String next) implements Verdict {}

  /** Not begun: somebody else has the stack. */
  record Locked(StackLocks.Held held) implements Verdict {}

  /**
   * Stopped in the middle with nothing noted, because the bot is being stopped or the Swarm does
   * not answer: recovery, of this bot or the next, brings it to its end and reports that.
   *
   * @param reason why, redacted
   */
  record LeftOpen(Release release, String reason) implements Verdict {}

  /** Stopped acting in the middle; who took the lock finishes it. */
  record LeaseLost(String stack) implements Verdict {}

  /** The same without what a program wrote, where its secrets cannot be taken out of it. */
  default Verdict withoutLog() {
    return switch (this) {
      case VerifiedNew(var release, var report) -> new VerifiedNew(release, report.withoutLog());
      case VerifiedOld(var release, var reason, var report) ->
          new VerifiedOld(release, reason, report.withoutLog());
      case Failed(var release, var state, var report) ->
          new Failed(release, state, report.withoutLog());
      case Detached(var release, var report) -> new Detached(release, report.withoutLog());
      case NothingToDo _, Refused _, Locked _, LeftOpen _, LeaseLost _ -> this;
    };
  }
}
