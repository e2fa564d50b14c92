package skep.commands.ask.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import skep.deploy.plan.content.Labels;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmService;
import skep.deploy.swarm.SwarmTask;
import skep.runbooks.answer.StateTool;

/** Services and tasks of a stack, with the errors of those that ended. */
public final class StackLook implements StateTool {
  private static final String STACK = "stack";
  private static final int TASKS = 6;

  private final Swarm swarm;

  public StackLook(Swarm swarm) {
    this.swarm = swarm;
  }

  @Override
  public String name() {
    return "stack_state";
  }

  @Override
  public String description() {
    return "Services and tasks of one stack now: replicas, update state, nodes, errors of tasks that"
        + " failed. Without a stack: the names of all stacks.";
  }

  @Override
  public Map<String, String> parameters() {
    return Map.of(STACK, "the stack's name; empty for the list of stacks");
  }

  @Override
  public String look(Map<String, String> arguments) {
    String stack = arguments.getOrDefault(STACK, "");
    if (stack.isEmpty()) {
      return stacks();
    }
    List<SwarmService> services = swarm.services(Map.of(Labels.NAMESPACE, stack));
    if (services.isEmpty()) {
      return "There is no stack " + stack + ". " + stacks();
    }
    Map<String, String> nodes = new HashMap<>();
    for (SwarmNode node : swarm.nodes()) {
      nodes.put(node.id(), node.hostname());
    }
    return services.stream()
        .map(service -> service(service, nodes))
        .collect(Collectors.joining("\n"));
  }

  private String stacks() {
    return swarm.services(Map.of()).stream()
        .map(service -> service.spec().path("Labels").path(Labels.NAMESPACE).asText(""))
        .filter(name -> !name.isEmpty())
        .distinct()
        .sorted()
        .collect(Collectors.joining(", ", "Stacks: ", ""));
  }

  private String service(SwarmService service, Map<String, String> nodes) {
    List<SwarmTask> tasks = swarm.tasks(service.id());
    long running = tasks.stream().filter(task -> task.state().equals("running")).count();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %d tasks run, %s wanted%s"
            .formatted(
                service.name(),
                running,
                service
                    .spec()
                    .path("Mode")
                    .path("Replicated")
                    .path("Replicas")
                    .asText("one a node"),
                service
                    .update()
                    .map(update -> ", update " + update.state() + ": " + update.message())
                    .orElse("")));
    tasks.stream().limit(TASKS).forEach(task -> lines.add("  " + task(task, nodes)));
    return String.join("\n", lines);
  }

  private static String task(SwarmTask task, Map<String, String> nodes) {
    return "task %s on %s: %s since %s%s%s"
        .formatted(
            task.id(),
            task.nodeId().map(id -> nodes.getOrDefault(id, id)).orElse("no node"),
            task.state(),
            task.since(),
            task.exitCode().isPresent() ? ", exit " + task.exitCode().getAsInt() : "",
            task.error().isEmpty() ? "" : ", error: " + task.error());
  }
}
