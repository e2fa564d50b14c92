package skep.deploy.restic;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmTask;

/**
 * What is known of who might own a lock.
 *
 * @param host name of the machine Skep runs on, as restic would write it
 * @param process the one on this machine that has the lock's number now; empty where none has
 * @param tasks of the Swarm by id, those that ended among them as far as it remembers
 * @param nodes all of the Swarm
 */
public record LockWitness(
    String host,
    Optional<LocalProcess> process,
    Map<String, SwarmTask> tasks,
    List<SwarmNode> nodes) {
  public LockWitness {
    tasks = Map.copyOf(tasks);
    nodes = List.copyOf(nodes);
  }

  /**
   * A process that lives.
   *
   * @param started empty where the system does not tell
   */
  public record LocalProcess(Optional<Instant> started) {}

  Optional<SwarmNode> node(String id) {
    return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
  }
}
