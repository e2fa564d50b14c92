package skep.deploy.oneshot;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.oneshot.NodeEnd.State;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.InterruptedRunException;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmTask;

/** What runs of a service, node by node, until it is over or counts as lost. */
final class Followed {
  /** A node that was only restarted is back by then, and what ran there has ended. */
  private static final Duration GONE = Duration.ofSeconds(90);

  /** Containers of a service that was removed, and what they hold. */
  static final Duration TO_VANISH = Duration.ofSeconds(30);

  private static final Duration LAST_LINES = Duration.ofSeconds(20);
  private static final Duration BETWEEN_READS = Duration.ofMillis(300);

  /** So often the same is read of a program whose last line nobody knows. */
  private static final int SAME = 3;

  private static final int NEWEST = 5;
  private static final int ALL = 50_000;

  private final Swarm swarm;
  private final InstantSource clock;
  private final String service;
  private final List<String> nodes;
  private final OneShot what;
  private final Instant begun;
  private final Map<String, Instant> away = new HashMap<>();
  private Optional<Instant> silent = Optional.empty();
  private boolean removed;
  private List<NodeEnd> last = List.of();

  Followed(Swarm swarm, InstantSource clock, String service, List<String> nodes, OneShot what) {
    this.swarm = swarm;
    this.clock = clock;
    this.service = service;
    this.nodes = nodes;
    this.what = what;
    this.begun = clock.instant();
  }

  /**
   * @throws EngineException where nobody has been able to say anything for too long
   */
  List<NodeEnd> look() {
    Instant now = clock.instant();
    try {
      Map<String, SwarmNode> known = new HashMap<>();
      swarm.nodes().forEach(node -> known.put(node.id(), node));
      List<SwarmTask> tasks = swarm.tasks(service);
      removed = tasks.isEmpty() && swarm.service(service).isEmpty();
      List<NodeEnd> ends = new ArrayList<>();
      for (String node : nodes) {
        ends.add(end(node, Optional.ofNullable(known.get(node)), newest(tasks, node), now));
      }
      silent = Optional.empty();
      last = List.copyOf(ends);
    } catch (EngineException.Unreachable | EngineException.NoQuorum e) {
      Instant since = silent.orElse(now);
      silent = Optional.of(since);
      if (last.isEmpty() || since.plus(GONE).isBefore(now)) {
        throw e;
      }
    }
    return last;
  }

  private static Optional<SwarmTask> newest(List<SwarmTask> tasks, String node) {
    return tasks.stream().filter(task -> task.nodeId().equals(Optional.of(node))).findFirst();
  }

  private NodeEnd end(String id, Optional<SwarmNode> node, Optional<SwarmTask> task, Instant now) {
    String name = node.map(SwarmNode::hostname).orElse(id);
    State state = lost(node, task, now).orElseGet(() -> task.map(Followed::state).orElse(WAITING));
    List<String> lines =
        state.equals(RUNNING) ? swarm.taskLog(task.orElseThrow().id(), NEWEST) : List.of();
    return new NodeEnd(name, task.map(SwarmTask::id).orElse(""), state, lines);
  }

  private static final State WAITING = new State.Under("waiting");
  private static final State RUNNING = new State.Under("running");

  private Optional<State> lost(Optional<SwarmNode> node, Optional<SwarmTask> task, Instant now) {
    if (task.map(Followed::state).filter(state -> !(state instanceof State.Under)).isPresent()) {
      return Optional.empty();
    }
    if (removed) {
      return Optional.of(new State.Lost("somebody removed it"));
    }
    if (node.isEmpty()) {
      return Optional.of(new State.Lost("the node is no longer part of the Swarm"));
    }
    String id = node.get().id();
    if (!node.get().state().equals("ready")) {
      Instant since = away.computeIfAbsent(id, _ -> now);
      return task.isEmpty() || since.plus(GONE).isBefore(now)
          ? Optional.of(
              new State.Lost(
                  "the Swarm does not hear from the node (%s)".formatted(node.get().state())))
          : Optional.empty();
    }
    away.remove(id);
    if (task.isEmpty() && !node.get().takesTasks()) {
      return Optional.of(
          new State.Refused(
              "the node is set to %s, and the Swarm starts nothing there"
                  .formatted(node.get().availability())));
    }
    return now.isAfter(begun.plus(what.within()))
        ? Optional.of(
            new State.Lost("it was not over within " + what.within().toMinutes() + " min"))
        : Optional.empty();
  }

  private static State state(SwarmTask task) {
    return switch (task.state()) {
      case "complete" -> new State.Exited(0);
      case "failed" ->
          task.exitCode().isPresent()
              ? new State.Exited(task.exitCode().getAsInt())
              : new State.Refused(task.error());
      case "rejected" -> new State.Refused(task.error());
      case "shutdown", "orphaned", "remove" ->
          new State.Lost("the Swarm ended it (%s)".formatted(task.state()));
      default -> new State.Under(task.state());
    };
  }

  /** The same with all that was written; lines may arrive a little after the end. */
  List<NodeEnd> withWholeLogs(List<NodeEnd> ends) {
    return ends.stream()
        .map(end ->
            end.task().isEmpty() || !end.isOver()
                ? end
                : new NodeEnd(end.node(), end.task(), end.state(), wholeLog(end.task())))
        .toList();
  }

  private List<String> wholeLog(String task) {
    String last = what.program().lastLine();
    long end = System.nanoTime() + LAST_LINES.toNanos();
    List<String> lines = swarm.taskLog(task, ALL);
    int same = 1;
    while (!isWhole(lines, last, same) && System.nanoTime() - end < 0) {
      pause();
      List<String> now = swarm.taskLog(task, ALL);
      same = now.size() == lines.size() ? same + 1 : 1;
      lines = now;
    }
    return lines;
  }

  private static boolean isWhole(List<String> lines, String last, int same) {
    return last.isEmpty()
        ? same >= SAME
        : lines.reversed().stream().limit(NEWEST).anyMatch(line -> line.startsWith(last));
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_READS);
    } catch (InterruptedException e) {
      throw InterruptedRunException.of("while reading what a program wrote", e);
    }
  }
}
