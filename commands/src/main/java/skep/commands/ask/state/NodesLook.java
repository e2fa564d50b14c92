package skep.commands.ask.state;

import java.util.Map;
import java.util.stream.Collectors;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmNode;
import skep.runbooks.answer.StateTool;

/** The machines of the Swarm. */
public final class NodesLook implements StateTool {
  private final Swarm swarm;

  public NodesLook(Swarm swarm) {
    this.swarm = swarm;
  }

  @Override
  public String name() {
    return "nodes";
  }

  @Override
  public String description() {
    return "The nodes of the Swarm now: role, state, availability, whether a manager is reachable.";
  }

  @Override
  public Map<String, String> parameters() {
    return Map.of();
  }

  @Override
  public String look(Map<String, String> arguments) {
    return swarm.nodes().stream().map(NodesLook::line).collect(Collectors.joining("\n"));
  }

  private static String line(SwarmNode node) {
    return "%s: %s, %s, %s%s"
        .formatted(
            node.hostname(),
            node.role(),
            node.state(),
            node.availability(),
            node.managerStatus()
                .map(status ->
                    ", manager "
                        + status.path("Reachability").asText("unknown")
                        + (status.path("Leader").asBoolean() ? ", leader" : ""))
                .orElse(""));
  }
}
