package skep.deploy.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import skep.deploy.swarm.SwarmTask;

/**
 * The tasks of one service as seen over time. The engine forgets all but the newest few of a slot
 * (five, or as few as somebody set), so failures counted at one look alone never become many.
 */
final class TaskMemory {
  private static final Set<String> ENDED = Set.of("failed", "rejected", "complete");

  private final Map<String, SwarmTask> ended = new LinkedHashMap<>();
  private final Map<String, Instant> runningSince = new HashMap<>();
  private final Map<String, Duration> lives = new HashMap<>();
  private OptionalLong lastLook = OptionalLong.empty();

  /** What one look and all before it show. */
  record Seen(List<SwarmTask> tasks, Map<String, Duration> lives) {
    Seen {
      tasks = List.copyOf(tasks);
      lives = Map.copyOf(lives);
    }

    /** For how long at most a task that ended had run. */
    Duration life(SwarmTask task) {
      return lives.getOrDefault(task.id(), Duration.ZERO);
    }
  }

  /**
   * @param now as {@link System#nanoTime}
   */
  Seen look(List<SwarmTask> tasks, long now) {
    for (SwarmTask task : tasks) {
      if (ENDED.contains(task.state())) {
        ended.put(task.id(), task);
        lives.computeIfAbsent(task.id(), any -> life(task, now));
      } else if (task.state().equals("running")) {
        runningSince.put(task.id(), task.since());
      }
    }
    lastLook = OptionalLong.of(now);
    var all = new ArrayList<>(tasks);
    all.addAll(forgotten(tasks));
    return new Seen(all, lives);
  }

  /** Of places that still have a task: a slot that was scaled away has no future to judge. */
  private List<SwarmTask> forgotten(List<SwarmTask> tasks) {
    Set<String> known = tasks.stream().map(SwarmTask::id).collect(Collectors.toSet());
    Set<String> places = tasks.stream().map(TaskMemory::place).collect(Collectors.toSet());
    return ended.values().stream()
        .filter(task -> !known.contains(task.id()) && places.contains(place(task)))
        .map(TaskMemory::gone)
        .toList();
  }

  /** It may have been seen last before the engine decided what to do about its end. */
  private static SwarmTask gone(SwarmTask task) {
    return new SwarmTask(
        task.id(),
        task.serviceId(),
        task.nodeId(),
        task.slot(),
        task.spec(),
        "shutdown",
        task.state(),
        task.error(),
        task.exitCode(),
        task.created(),
        task.since(),
        task.jobIteration());
  }

  /**
   * Never too short. One that was not yet running at the look before, or not yet there, cannot have
   * run for longer than the time between the two: that leaves out how long its image was pulled.
   */
  private Duration life(SwarmTask task, long now) {
    boolean seenRunning = runningSince.containsKey(task.id());
    Instant begin = seenRunning ? runningSince.get(task.id()) : task.created();
    Duration told = Duration.between(begin, task.since());
    Duration life = told.isNegative() ? Duration.ZERO : told;
    if (seenRunning || lastLook.isEmpty()) {
      return life;
    }
    Duration between = Duration.ofNanos(now - lastLook.getAsLong());
    return between.compareTo(life) < 0 ? between : life;
  }

  /** What tasks stand in for each other in: a slot, or a node of a global service. */
  static String place(SwarmTask task) {
    return task.slot().isPresent()
        ? "slot " + task.slot().getAsInt()
        : "node " + task.nodeId().orElse("none");
  }
}
