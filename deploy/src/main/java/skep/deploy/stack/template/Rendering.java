package skep.deploy.stack.template;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.lib.tag.ForTag;
import com.hubspot.jinjava.loader.ResourceNotFoundException;
import com.hubspot.jinjava.tree.TagNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One template being rendered, for a limited time: on a thread of its own, which is not waited for
 * longer, and which ends by itself at the next loop.
 */
final class Rendering {
  static final int MOST_OUTPUT = 1_000_000;

  private final long end;
  private final Duration atMost;

  Rendering(Duration atMost) {
    this.atMost = atMost;
    this.end = System.nanoTime() + atMost.toNanos();
  }

  /** It took too long, or was nested too deep. */
  static final class UnboundedException extends Exception {
    private static final long serialVersionUID = 1;

    UnboundedException(String message) {
      super(message);
    }
  }

  RenderResult of(String template, Map<String, Object> variables) throws UnboundedException {
    FutureTask<RenderResult> task =
        new FutureTask<>(() -> engine().renderForResult(template, variables));
    Thread.ofPlatform().daemon().name("template").start(task);
    try {
      RenderResult result = task.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      if (isOver()) {
        throw tooLong();
      }
      return result;
    } catch (TimeoutException e) {
      throw tooLong();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnboundedException("template: was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new UnboundedException("template: is nested too deep, or grows too large");
    }
  }

  private UnboundedException tooLong() {
    return new UnboundedException(
        "template: takes longer than %d s to render; make its loops smaller"
            .formatted(atMost.toSeconds()));
  }

  private boolean isOver() {
    return System.nanoTime() - end > 0;
  }

  private Jinjava engine() {
    Jinjava engine =
        new Jinjava(
            JinjavaConfig.newBuilder()
                .withFailOnUnknownTokens(true)
                .withNestedInterpretationEnabled(false)
                .withMaxOutputSize(MOST_OUTPUT)
                .withMaxStringLength(MOST_OUTPUT)
                .withMaxListSize(10_000)
                .withMaxMapSize(10_000)
                .withMaxRenderDepth(20)
                .withRangeLimit(1_000)
                .withKeepTrailingNewline(true)
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .build());
    engine.setResourceLocator((name, encoding, interpreter) -> {
      throw new ResourceNotFoundException("a stack file cannot include '" + name + "'");
    });
    Context context = engine.getGlobalContext();
    Undefinables.install(context);
    context.registerTag(new BoundedFor());
    return engine;
  }

  private final class BoundedFor extends ForTag {
    @Override
    public String interpretUnchecked(TagNode node, JinjavaInterpreter interpreter) {
      if (isOver()) {
        throw new InterpretException("took too long");
      }
      return super.interpretUnchecked(node, interpreter);
    }
  }
}
