package skep.deploy.placement;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import skep.deploy.swarm.SwarmNode;

/** Nodes a task may be placed on: they take tasks, meet its constraints and run its image. */
public final class EligibleNodes {
  private EligibleNodes() {}

  /** {@code task}: a {@code TaskSpec}. A constraint the engine would refuse keeps no node away. */
  public static List<SwarmNode> of(JsonNode task, List<SwarmNode> nodes) {
    List<Constraint> constraints =
        task.path("Placement")
            .path("Constraints")
            .valueStream()
            .map(written -> Constraint.parse(written.asText()))
            .flatMap(Optional::stream)
            .toList();
    Platforms platforms = Platforms.of(task);
    return nodes.stream()
        .filter(SwarmNode::takesTasks)
        .filter(node -> constraints.stream().allMatch(one -> one.matches(node)))
        .filter(platforms::include)
        .toList();
  }
}
