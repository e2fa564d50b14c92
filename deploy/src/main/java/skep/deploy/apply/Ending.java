package skep.deploy.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import skep.deploy.release.Release;
import skep.deploy.release.Release.State;

/** Notes how a release ended. What comes after that can be noted, and never changes it. */
final class Ending {
  private final Patience patience;
  private final Pruning pruning;
  private final UnaryOperator<String> redaction;

  Ending(Patience patience, Pruning pruning, UnaryOperator<String> redaction) {
    this.patience = patience;
    this.pruning = pruning;
    this.redaction = redaction;
  }

  Verdict verifiedNew(Run run, Report report) {
    Release release = noted(run, State.RELEASED, "verified");
    return new Verdict.VerifiedNew(release, told(run, report));
  }

  Verdict detached(Run run, Report report) {
    Release release = noted(run, State.DETACHED, "applied, not watched");
    return new Verdict.Detached(release, told(run, report));
  }

  Verdict verifiedOld(Run run, String reason, Report report) {
    String why = redaction.apply(reason);
    Release release = noted(run, State.ROLLED_BACK, why);
    return new Verdict.VerifiedOld(release, why, told(run, report));
  }

  Verdict failed(Run run, String state, Report report) {
    String why = redaction.apply(state);
    return new Verdict.Failed(noted(run, State.FAILED, why), why, told(run, report));
  }

  /** Nothing is noted: who finds the record next goes on. */
  Verdict leftOpen(Run run, String why) {
    return new Verdict.LeftOpen(run.open().release(), redaction.apply(why));
  }

  private Release noted(Run run, State state, String outcome) {
    patience.outlast(run.lease(), () -> run.open().end(state, outcome));
    return run.open().release();
  }

  private Report told(Run run, Report report) {
    List<String> notes = new ArrayList<>(report.notes());
    notes.addAll(pruning.after(run));
    return report.withNotes(notes).redacted(redaction);
  }
}
