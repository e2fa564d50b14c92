package skep.deploy.verify;

import java.util.List;
import java.util.OptionalInt;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmTask;

/**
 * A task that did not live.
 *
 * @param node hostname of its node, or {@code no node} where it was never placed
 * @param error in the engine's words; may hold what the service's author put there
 */
public record FailedTask(
    String service, String taskId, String node, String state, OptionalInt exitCode, String error) {

  static FailedTask of(String service, SwarmTask task, List<SwarmNode> nodes) {
    String node =
        task.nodeId()
            .map(id ->
                nodes.stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .map(SwarmNode::hostname)
                    .orElse(id))
            .orElse("no node");
    return new FailedTask(service, task.id(), node, task.state(), task.exitCode(), task.error());
  }

  /** {@code web_app on node-2: failed with exit code 3 (task: non-zero exit (3))}. */
  public String words() {
    String exit = exitCode.isPresent() ? " with exit code " + exitCode.getAsInt() : "";
    String why = error.isEmpty() ? "" : " (" + error + ")";
    return "%s on %s: %s%s%s".formatted(service, node, state, exit, why);
  }
}
