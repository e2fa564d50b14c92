package skep.commands.deploy;

import java.util.List;
import skep.commands.chat.Invocation;
import skep.deploy.apply.Recovery;
import skep.deploy.release.Releases;

/**
 * Releases a stopped bot left in the middle: finished first, before anything is planned on them.
 */
public final class Unfinished {
  private final Releases releases;
  private final Recovery recovery;

  public Unfinished(Releases releases, Recovery recovery) {
    this.releases = releases;
    this.recovery = recovery;
  }

  /** Brings to its end whatever nobody holds any more, and says so. */
  public List<Recovery.Recovered> finish(Invocation.Progress progress) {
    if (releases.inFlight().isEmpty()) {
      return List.of();
    }
    return recovery.run(new LiveProgress("what was left unfinished", progress));
  }
}
