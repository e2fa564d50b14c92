package skep.deploy.preflight;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import skep.deploy.placement.EligibleNodes;
import skep.deploy.plan.spec.ServiceShape;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmService;
import skep.deploy.swarm.SwarmTask;

/**
 * What touched services reserve fits beside the tasks of all others. Each service is held against
 * the free room by itself, and all of them together against the sum of it: what fails here cannot
 * be scheduled. It does not show whether the scheduler finds a way to pack them, nor the second
 * place a start-first update needs for a while.
 */
final class RoomCheck {
  private static final String NEXT =
      "lower deploy.resources.reservations or deploy.replicas, or add a node";

  private final Outlook outlook;
  private final Map<String, Amount> free = new HashMap<>();
  private final List<PreflightProblem> problems = new ArrayList<>();

  private RoomCheck(Outlook outlook, List<SwarmTask> live) {
    this.outlook = outlook;
    outlook.actual().nodes().forEach(node -> free.put(node.id(), Amount.of(node)));
    Set<String> others = untouched(outlook);
    for (SwarmTask task : live) {
      task.nodeId()
          .filter(free::containsKey)
          .filter(node -> others.contains(task.serviceId()))
          .ifPresent(node ->
              free.computeIfPresent(node, (id, room) -> room.minus(Amount.reserved(task.spec()))));
    }
  }

  /** Whether any task of the plan reserves something: else nobody's tasks need to be counted. */
  static boolean isNeeded(Outlook outlook) {
    return outlook.touched().values().stream()
        .anyMatch(spec -> !Amount.reserved(spec.path("TaskTemplate")).isNothing());
  }

  /** {@code live}: the tasks that should run now, of all services. */
  static List<PreflightProblem> problems(Outlook outlook, List<SwarmTask> live) {
    var check = new RoomCheck(outlook, live);
    outlook.touched().forEach(check::service);
    if (check.problems.isEmpty()) {
      check.together();
    }
    return check.problems;
  }

  /** Ids of the services whose tasks stay where they are. */
  private static Set<String> untouched(Outlook outlook) {
    var ids = new HashSet<String>();
    for (SwarmService service : outlook.actual().services()) {
      boolean stays = outlook.services().containsKey(service.name());
      if (stays && !outlook.touched().containsKey(service.name())) {
        ids.add(service.id());
      }
    }
    return ids;
  }

  private void service(String name, ObjectNode spec) {
    ServiceShape shape = ServiceShape.of(spec);
    Amount task = Amount.reserved(shape.task());
    List<SwarmNode> nodes = eligible(shape);
    if (task.isNothing() || nodes.isEmpty()) {
      return;
    }
    if (nodes.stream().noneMatch(node -> Amount.of(node).holds(task) > 0)) {
      add(
          name,
          "it reserves %s, more than any node that is left has in all".formatted(task.words()));
    } else if (shape.mode().isGlobal()) {
      global(name, task, nodes);
    } else {
      replicated(name, shape, task, nodes);
    }
  }

  private void global(String name, Amount task, List<SwarmNode> nodes) {
    List<String> full =
        nodes.stream()
            .filter(node -> free.get(node.id()).holds(task) == 0)
            .map(SwarmNode::hostname)
            .toList();
    if (!full.isEmpty()) {
      add(
          name,
          "it reserves %s on every node, and other services leave less than that on %s"
              .formatted(task.words(), String.join(", ", full)));
    }
  }

  private void replicated(String name, ServiceShape shape, Amount task, List<SwarmNode> nodes) {
    long most = shape.maxPerNode() > 0 ? shape.maxPerNode() : shape.replicas();
    long places =
        nodes.stream().mapToLong(node -> Math.min(most, free.get(node.id()).holds(task))).sum();
    if (places < shape.replicas()) {
      add(
          name,
          "it reserves %s a task, and what other services leave has room for %d of %d tasks"
              .formatted(task.words(), places, shape.replicas()));
    }
  }

  private void together() {
    Amount wanted = Amount.NONE;
    for (ObjectNode spec : outlook.touched().values()) {
      ServiceShape shape = ServiceShape.of(spec);
      long tasks = shape.mode().isGlobal() ? eligible(shape).size() : shape.replicas();
      wanted = wanted.plus(Amount.reserved(shape.task()).times(tasks));
    }
    Amount room =
        outlook.actual().nodes().stream()
            .filter(SwarmNode::takesTasks)
            .map(node -> free.get(node.id()))
            .reduce(Amount.NONE, Amount::plus);
    if (!wanted.isNothing() && room.holds(wanted) == 0) {
      problems.add(
          new PreflightProblem(
              "the stack " + outlook.plan().stack(),
              "all together its services reserve %s; other services leave %s"
                  .formatted(wanted.words(), room.isNothing() ? "nothing" : room.words()),
              NEXT));
    }
  }

  private List<SwarmNode> eligible(ServiceShape shape) {
    return EligibleNodes.of(shape.task(), outlook.actual().nodes());
  }

  private void add(String service, String why) {
    problems.add(new PreflightProblem("service " + service, why, NEXT));
  }
}
