package skep.deploy.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import skep.deploy.release.RecordData;
import skep.deploy.release.Release;
import skep.deploy.release.Releases;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Swarm;
import skep.deploy.verify.Convergence;
import skep.deploy.verify.FailedTask;
import skep.deploy.verify.Settlement;

/** Takes every touched service back, and says whether it is there. */
final class WayBack {
  private static final int LOG_LINES = 20;

  private final Swarm swarm;
  private final Releases releases;
  private final Reversal reversal;
  private final Following following;
  private final Ending ending;
  private final Patience patience;
  private final Checkpoint checkpoint;
  private final UnaryOperator<String> redaction;

  WayBack(
      Engine engine,
      Releases releases,
      Reversal reversal,
      Following following,
      Ending ending,
      Checkpoint checkpoint) {
    this.swarm = engine.swarm();
    this.patience = engine.patience();
    this.redaction = engine.redaction();
    this.releases = releases;
    this.reversal = reversal;
    this.following = following;
    this.ending = ending;
    this.checkpoint = checkpoint;
  }

  Verdict go(Run run, Failure failure) {
    String reason = redaction.apply(failure.reason());
    Report report =
        new Report(
            failure.task(), failure.task().map(this::log).orElse(List.of()), List.of(), List.of());
    try {
      run.listener().accept(new RolloutEvent.RollingBack(reason));
      checkpoint.reached("before noting the way back");
      patience.outlast(run.lease(), () -> run.open().failing(reason));
      checkpoint.reached("noted the way back");
      return watched(run, reason, report);
    } catch (RuntimeException e) {
      Execution.rethrowUndecided(e);
      return ending.failed(
          run, "%s; and the way back failed: %s".formatted(reason, e.getMessage()), report);
    }
  }

  private Verdict watched(Run run, String reason, Report report) {
    var notes = new ArrayList<String>();
    Reversal.UnderWay underWay = reversal.back(run, baseline(run, notes));
    notes.addAll(underWay.notes());
    Map<String, Settlement> ends =
        following.follow(run, underWay.targets(), Convergence.Until.ALL_SETTLED);
    Report told = report.withServices(Following.words(ends));
    if (!ends.values().stream().allMatch(Settlement::isGood)) {
      return ending.failed(
          run, reason + "; and what ran before does not run again", told.withNotes(notes));
    }
    notes.addAll(reversal.sweep(run));
    checkpoint.reached("before noting the end");
    return ending.verifiedOld(run, reason, told.withNotes(notes));
  }

  /** A record that cannot be read must not keep the stack from going back to what it was. */
  private Baseline baseline(Run run, List<String> notes) {
    Release begun = run.open().release();
    Optional<Release> release = Optional.empty();
    try {
      release =
          begun
              .previous()
              .flatMap(number -> patience.outlast(() -> releases.find(begun.stack(), number)));
    } catch (RecordData.UnreadableRecordException e) {
      notes.add(e.getMessage() + "; services are as they were just before");
    }
    return new Baseline(release, run.before());
  }

  /** Read before the way back: the Swarm forgets old tasks. */
  private List<String> log(FailedTask task) {
    try {
      return swarm.taskLog(task.taskId(), LOG_LINES);
    } catch (EngineException e) {
      return List.of();
    }
  }
}
