package skep.deploy.backup;

import java.time.Instant;
import skep.deploy.release.Release.Actor;
import skep.deploy.restic.ResticId;

/**
 * Somebody wants files back.
 *
 * @param source whose snapshot it is
 * @param snapshot its whole id
 * @param path of the snapshot, with all below it; empty for everything
 * @param node it is written to
 * @param target folder there
 * @param by who asked
 * @param origin where its end is told; empty for nowhere
 */
public record Restore(
    String source,
    String snapshot,
    String path,
    String node,
    String target,
    Actor by,
    String origin,
    Instant asked) {
  /** First digits of the snapshot's id. */
  public String brief() {
    return ResticId.brief(snapshot);
  }
}
