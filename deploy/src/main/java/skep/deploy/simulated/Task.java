package skep.deploy.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import skep.deploy.swarm.SwarmTask;

/** One task and its way through the states. Guarded by the cluster's lock. */
final class Task {
  private static final Set<String> OVER =
      Set.of("complete", "shutdown", "failed", "rejected", "orphaned");

  final String id = Ids.next();
  final String serviceId;
  final Slot slot;
  final ObjectNode spec;
  final Instant created;
  final List<String> log = new ArrayList<>();
  private final Behaviour behaviour;
  private final OptionalLong jobIteration;
  private Optional<String> node;
  private String desired;
  private String state = "new";
  private String error = "";
  private OptionalInt exitCode = OptionalInt.empty();
  private Instant since;

  Task(
      String serviceId,
      Slot slot,
      ObjectNode spec,
      String desired,
      OptionalLong jobIteration,
      Instant now) {
    this.serviceId = serviceId;
    this.slot = slot;
    this.spec = spec;
    this.node = slot.node();
    this.desired = desired;
    this.created = now;
    this.since = now;
    this.jobIteration = jobIteration;
    this.behaviour = Behaviour.of(spec);
  }

  boolean isOver() {
    return OVER.contains(state);
  }

  boolean isRunning() {
    return state.equals("running");
  }

  boolean isWanted() {
    return !desired.equals("shutdown");
  }

  boolean isLive() {
    return isWanted() && !isOver();
  }

  /** Ended by itself, well or not, while it was wanted. */
  boolean endedByItself() {
    return isWanted() && isOver();
  }

  boolean completed() {
    return state.equals("complete");
  }

  /** Whether nothing more happens to it unless somebody acts. */
  boolean isSettled() {
    boolean stays = behaviour == Behaviour.SERVE && isRunning() && isWanted();
    return isOver() || stays;
  }

  /** Which run of a job it belongs to; 0 for other services. */
  long iteration() {
    return jobIteration.orElse(0);
  }

  Instant since() {
    return since;
  }

  Optional<String> node() {
    return node;
  }

  void stop(Instant now) {
    if (isWanted()) {
      desired = "shutdown";
      if (!isOver()) {
        since = now;
      }
    }
  }

  void lose(Instant now) {
    desired = "shutdown";
    if (!isOver()) {
      enter("orphaned", now);
    }
  }

  void advance(Instant now, Options options, Nodes nodes) {
    if (isOver() || now.isBefore(since.plus(options.step()))) {
      return;
    }
    if (!isWanted()) {
      enter("shutdown", now);
      return;
    }
    switch (state) {
      case "new", "pending" -> place(now, nodes);
      case "preparing" -> prepare(now);
      case "starting" -> startUp(now);
      case "running" -> run(now);
      default -> throw new IllegalStateException("no way on from " + state);
    }
  }

  private void place(Instant now, Nodes nodes) {
    var chosen = node.isPresent() ? node : nodes.choose(spec);
    if (chosen.isEmpty()) {
      error =
          "no suitable node (scheduling constraints not satisfied on %d nodes)"
              .formatted(nodes.count());
      enter("pending", now);
      return;
    }
    error = "";
    node = chosen;
    enter("preparing", now);
  }

  private void prepare(Instant now) {
    if (behaviour == Behaviour.MISSING) {
      end("rejected", "No such image: " + image(), OptionalInt.empty(), now);
    } else {
      enter("starting", now);
    }
  }

  private void startUp(Instant now) {
    if (behaviour == Behaviour.UNHEALTHY) {
      log.add("serving " + image());
      var why = "task: non-zero exit (143): dockerexec: unhealthy container";
      end("failed", why, OptionalInt.of(143), now);
      return;
    }
    log.add((behaviour == Behaviour.SERVE ? "serving " : "starting ") + image());
    enter("running", now);
  }

  private void run(Instant now) {
    switch (behaviour) {
      case CRASH -> {
        log.add("fatal: cannot open the database");
        end("failed", "task: non-zero exit (3)", OptionalInt.of(3), now);
      }
      case ONCE -> end("complete", "", OptionalInt.of(0), now);
      case SERVE, UNHEALTHY, MISSING -> {}
    }
  }

  private String image() {
    return spec.path("ContainerSpec").path("Image").asText();
  }

  private void end(String state, String error, OptionalInt exitCode, Instant now) {
    this.error = error;
    this.exitCode = exitCode;
    enter(state, now);
  }

  private void enter(String next, Instant now) {
    state = next;
    since = now;
  }

  SwarmTask snapshot() {
    return new SwarmTask(
        id,
        serviceId,
        node,
        slot.number(),
        spec.deepCopy(),
        desired,
        state,
        error,
        exitCode,
        created,
        since,
        jobIteration);
  }
}
