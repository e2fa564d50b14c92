package skep.deploy.backup;

import java.time.Duration;
import java.time.Instant;
import skep.deploy.restic.ResticId;

/**
 * One run of one source on one node, as the history keeps it.
 *
 * @param node host name
 * @param snapshot its whole id; empty where there is none
 * @param files in the snapshot, compared by a restore test, or objects of the repository a check
 *     counted
 * @param bytes likewise
 * @param added bytes the repository grew by
 * @param why what went wrong, in a sentence; empty for {@link Verdict#GOOD}
 */
public record Entry(
    RunKind kind,
    Instant begun,
    Duration took,
    String node,
    Verdict verdict,
    String snapshot,
    long files,
    long bytes,
    long added,
    String why) {
  private static final int MOST = 300;

  public Entry {
    why = why.length() <= MOST ? why : why.substring(0, MOST - 1) + "…";
    if (files < 0 || bytes < 0 || added < 0 || took.isNegative()) {
      throw new IllegalArgumentException("a run has no negative size or duration");
    }
  }

  /** Of a run that has no sizes to tell of, as it stands now. */
  static Entry of(Run run, Instant now, String node, Verdict verdict, String why) {
    return new Entry(run.kind(), run.begun(), run.took(now), node, verdict, "", 0, 0, 0, why);
  }

  /** First digits of the snapshot's id. */
  public String brief() {
    return ResticId.brief(snapshot);
  }

  public boolean isGood() {
    return verdict == Verdict.GOOD;
  }

  /** The same with another verdict on it. */
  public Entry as(Verdict other, String reason) {
    return new Entry(kind, begun, took, node, other, snapshot, files, bytes, added, reason);
  }

  /** The same with sizes. */
  Entry sized(long itsFiles, long itsBytes, long itsAdded) {
    return new Entry(kind, begun, took, node, verdict, snapshot, itsFiles, itsBytes, itsAdded, why);
  }

  /** The same with the snapshot's whole id. */
  Entry named(String id) {
    return new Entry(kind, begun, took, node, verdict, id, files, bytes, added, why);
  }

  public Instant ended() {
    return begun.plus(took);
  }
}
