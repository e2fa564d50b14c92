package skep.deploy.backup.board;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import skep.deploy.backup.Entry;
import skep.deploy.backup.RunKind;

/**
 * One source on one node.
 *
 * @param late whether a run that should have succeeded by now did not, whatever else is wrong
 * @param last the newest run, whatever became of it
 * @param good the newest backup that was good and that no check found damaged
 * @param verified the newest backup a restore test passed on, of those not damaged
 * @param age how much would be lost if the node were lost now: since the good one began
 * @param test the newest restore test, whatever became of it
 * @param restoreTime what the newest good restore test took
 * @param damaged backups a check found damaged, the newest first
 * @param next when it runs next
 */
public record Row(
    String source,
    String node,
    State state,
    boolean late,
    Optional<Entry> last,
    Optional<Entry> good,
    Optional<Entry> verified,
    Optional<Duration> age,
    Optional<Entry> test,
    Optional<Duration> restoreTime,
    Optional<SizeTrend> trend,
    List<Entry> damaged,
    Optional<Instant> next) {
  public Row {
    damaged = List.copyOf(damaged);
  }

  /** Whether the newest restore test did not pass. */
  public boolean isTestFailed() {
    return test.filter(newest -> !newest.isGood()).isPresent();
  }

  /** Whether a person should look: at its backups, or at what became of a restore test. */
  public boolean isTrouble() {
    return state.isTrouble() || (state != State.GONE && isTestFailed());
  }

  static boolean hasSnapshot(Entry entry) {
    return entry.kind() == RunKind.BACKUP && !entry.snapshot().isEmpty();
  }
}
