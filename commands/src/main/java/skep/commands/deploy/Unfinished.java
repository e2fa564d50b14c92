package skep.commands.deploy;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import skep.commands.chat.Invocation;
import skep.deploy.apply.Recovery;

/**
 * Releases a stopped bot left in the middle: finished first, before anything is planned on them.
 */
public final class Unfinished {
  private final InstantSource clock;
  private final Recovery recovery;
  private final Consumer<Recovery.Recovered> recovered;

  /**
   * @param recovered told what became of it: whoever asked for it waits in another thread
   */
  public Unfinished(
      Recovery recovery, Consumer<Recovery.Recovered> recovered, InstantSource clock) {
    this.clock = clock;
    this.recovery = recovery;
    this.recovered = recovered;
  }

  /** Brings the stack's to its end where nobody holds it any more. */
  public void finish(String stack, Invocation.Progress progress) {
    recovery
        .run(stack, new LiveProgress(stack, progress, new Elapsed(clock, Optional.empty())))
        .ifPresent(ended -> {
          progress.show(DeployText.recovered(ended.release(), ended.verdict()));
          recovered.accept(ended);
        });
  }
}
