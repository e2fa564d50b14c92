package skep.deploy.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which slots of a service have changed over to the current spec, in the order and at the pace of
 * its update or rollback configuration, and how many of them failed within their monitor window.
 */
final class RollingUpdate {
  private final JsonNode config;
  private final boolean rollback;
  private final Duration monitor;
  private final Deque<Slot> waiting;
  private final Set<Slot> watched = new LinkedHashSet<>();
  private final Set<Slot> starting = new LinkedHashSet<>();
  private final int total;
  private int failures;
  private String failedTask = "";

  RollingUpdate(JsonNode config, boolean rollback, Collection<Slot> slots, Duration longest) {
    this.config = config;
    this.rollback = rollback;
    this.waiting = new ArrayDeque<>(slots);
    this.total = slots.size();
    var wanted = Duration.ofNanos(config.path("Monitor").asLong(5_000_000_000L));
    this.monitor = wanted.compareTo(longest) < 0 ? wanted : longest;
  }

  boolean isRollback() {
    return rollback;
  }

  boolean startFirst() {
    return config.path("Order").asText("").equals("start-first");
  }

  String failureAction() {
    return config.path("FailureAction").asText("pause");
  }

  String failedTask() {
    return failedTask;
  }

  /** Takes further slots into the update as far as its parallelism allows. */
  void advance(Consumer<Slot> begin) {
    int parallelism = config.path("Parallelism").asInt(config.has("Parallelism") ? 0 : 1);
    while (!waiting.isEmpty() && (parallelism == 0 || starting.size() < parallelism)) {
      var slot = waiting.poll();
      starting.add(slot);
      begin.accept(slot);
    }
  }

  boolean hasBegun(Slot slot) {
    return !waiting.contains(slot);
  }

  /** Looks at the newest task of a slot under way. */
  void look(Slot slot, Task newest, Instant now) {
    if (newest.endedByItself() && (starting.remove(slot) || watched.remove(slot))) {
      failures++;
      failedTask = newest.id;
      return;
    }
    if (newest.isRunning() && newest.isWanted()) {
      if (starting.remove(slot)) {
        watched.add(slot);
      }
      if (!now.isBefore(newest.since().plus(monitor))) {
        watched.remove(slot);
      }
    }
  }

  boolean failed() {
    return failures > 0 && (double) failures / total > config.path("MaxFailureRatio").asDouble(0);
  }

  boolean finished() {
    return waiting.isEmpty() && starting.isEmpty() && watched.isEmpty();
  }
}
