package skep.commands.deploy;

import java.util.Optional;
import skep.commands.chat.Quoted;
import skep.commands.deploy.IssueTracker.Issue;
import skep.deploy.apply.Verdict;
import skep.deploy.release.Release;

/** What there is to mend after a deployment that failed. What a person stopped needs no mending. */
final class FailureIssue {
  private FailureIssue() {}

  static Optional<Issue> of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.VerifiedOld(var release, var reason, _) ->
          DeployText.isAborted(reason)
              ? Optional.empty()
              : Optional.of(issue(release, DeployText.failure(verdict)));
      case Verdict.Failed(var release, _, _) ->
          Optional.of(issue(release, DeployText.failure(verdict)));
      case Verdict.VerifiedNew _,
          Verdict.Detached _,
          Verdict.NothingToDo _,
          Verdict.Refused _,
          Verdict.Locked _,
          Verdict.LeftOpen _,
          Verdict.LeaseLost _ ->
          Optional.empty();
    };
  }

  /** Where only the record is left of it. */
  static Optional<Issue> of(Release release) {
    return switch (release.state()) {
      case ROLLED_BACK ->
          DeployText.isAborted(release.outcome())
              ? Optional.empty()
              : Optional.of(issue(release, DeployText.ended(release)));
      case FAILED -> Optional.of(issue(release, DeployText.ended(release)));
      case RELEASED, DETACHED, APPLYING, VERIFYING -> Optional.empty();
    };
  }

  private static Issue issue(Release release, String text) {
    String what = "%s: release %d failed".formatted(release.stack(), release.number());
    return new Issue(
        "release-%s-%d-%s".formatted(release.stack(), release.number(), release.plan()),
        release.state() == Release.State.FAILED
            ? what + ", a person must look"
            : what + " and was taken back",
        "%s\n\nCommit %s, begun at %s, asked for by %s. `/deploy history %s` tells the rest."
            .formatted(
                text,
                Quoted.code(release.commit().sha()),
                DeployText.day(release.started()),
                // Not as a mention: on GitHub somebody else may have that name.
                Quoted.code(release.requestedBy().name()),
                release.stack()));
  }
}
