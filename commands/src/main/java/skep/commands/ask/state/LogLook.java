package skep.commands.ask.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import skep.deploy.plan.content.Labels;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmService;
import skep.deploy.swarm.SwarmTask;
import skep.runbooks.answer.StateTool;

/** The last lines that the newest task of a service wrote, or the newest that failed. */
public final class LogLook implements StateTool {
  private static final String SERVICE = "service";
  private static final int LINES = 40;

  private final Swarm swarm;
  private final Predicate<String> learnt;

  /**
   * @param learnt whether all secret values a stack may have written are known to redaction, and
   *     whoever may deploy may see its log
   */
  public LogLook(Swarm swarm, Predicate<String> learnt) {
    this.swarm = swarm;
    this.learnt = learnt;
  }

  @Override
  public String name() {
    return "last_log_lines";
  }

  @Override
  public String description() {
    return "The last log lines of a service's newest task, and of the newest that failed.";
  }

  @Override
  public Map<String, String> parameters() {
    return Map.of(SERVICE, "the service's full name, such as web_app");
  }

  @Override
  public String look(Map<String, String> arguments) {
    String name = arguments.getOrDefault(SERVICE, "");
    Optional<SwarmService> service = name.isEmpty() ? Optional.empty() : swarm.service(name);
    if (service.isEmpty()) {
      return "There is no service '" + name + "'.";
    }
    String stack = service.get().spec().path("Labels").path(Labels.NAMESPACE).asText("");
    if (stack.isEmpty() || !learnt.test(stack)) {
      return "Its log is not shown: not all secret values that may be in it are known, or its stack has rules of its own.";
    }
    List<SwarmTask> tasks = swarm.tasks(service.get().id());
    String newest = tasks.stream().findFirst().map(this::lines).orElse("It has no tasks.");
    return tasks.stream()
        .skip(1)
        .filter(task -> task.state().equals("failed"))
        .findFirst()
        .map(failed -> newest + "\n" + lines(failed))
        .orElse(newest);
  }

  private String lines(SwarmTask task) {
    List<String> lines = swarm.taskLog(task.id(), LINES);
    return "Task %s (%s):\n%s"
        .formatted(
            task.id(), task.state(), lines.isEmpty() ? "no lines" : String.join("\n", lines));
  }
}
