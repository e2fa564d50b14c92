package skep.commands.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import skep.commands.chat.Invocation;
import skep.commands.chat.Quoted;
import skep.deploy.apply.RolloutEvent;

/** What a run does right now, as one text that is shown again with every event. */
final class LiveProgress implements Consumer<RolloutEvent> {
  private static final int MOST_LINES = 30;

  private final String stack;
  private final Invocation.Progress shown;
  private final Elapsed elapsed;
  private final Map<String, String> services = new LinkedHashMap<>();
  private final Map<String, String> underWay = new LinkedHashMap<>();
  private String heading;
  private String count = "";

  LiveProgress(String stack, Invocation.Progress shown, Elapsed elapsed) {
    this.elapsed = elapsed;
    this.stack = stack;
    this.shown = shown;
    this.heading = ":gear: *" + stack + "*: locked, checking";
  }

  @Override
  public synchronized void accept(RolloutEvent event) {
    switch (event) {
      case RolloutEvent.Begun(_, int release) ->
          heading = ":gear: *%s* release %d".formatted(stack, release);
      case RolloutEvent.StepStarted(var step, int number, int total) -> {
        underWay.put(step, "…");
        count = " · step %d of %d".formatted(number, total);
      }
      case RolloutEvent.StepDone(var step, _, _) -> underWay.remove(step);
      case RolloutEvent.Converging(var service, var progress) ->
          services.put(service, progress.state());
      case RolloutEvent.Verifying(int probes) -> {
        underWay.clear();
        count = probes == 0 ? " · verifying" : " · verifying, probes: " + probes;
      }
      case RolloutEvent.RollingBack(var reason) -> {
        heading = ":rewind: *%s* goes back: %s".formatted(stack, Quoted.code(reason));
        services.clear();
        underWay.clear();
        count = "";
      }
    }
    shown.show(text());
  }

  private String text() {
    List<String> lines = new ArrayList<>();
    services.forEach((service, state) -> lines.add(service + "   " + state));
    underWay.forEach((step, state) -> lines.add(step + " " + state));
    String first = heading + count + " · " + elapsed.words();
    if (lines.isEmpty()) {
      return first;
    }
    List<String> kept = lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
    return first + "\n" + Quoted.block(kept);
  }
}
