package skep.deploy.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A Docker Swarm as seen through one manager. Every call blocks, has a deadline, and ends in a
 * value or an {@link EngineException} that says whether trying again can help. Reads are retried
 * inside, writes never are. Filters by name are exact, not the engine's prefix match.
 */
public interface Swarm extends AutoCloseable {
  /** Who answers: engine version, negotiated API version, node, Swarm id, whether simulated. */
  SwarmInfo info();

  List<SwarmNode> nodes();

  /** Services that carry every one of these labels (an empty value matches any). */
  List<SwarmService> services(Map<String, String> labels);

  Optional<SwarmService> service(String idOrName);

  /**
   * @param spec body of {@code POST /services/create}
   * @return the new service's id and the engine's warnings
   * @throws EngineException.NameTaken where a service of that name exists
   */
  Created createService(ObjectNode spec, RegistryCredential credential);

  /**
   * Replaces a service's spec if the service is still at the version seen (compare-and-set).
   *
   * @throws EngineException.Moved where somebody changed the service since
   */
  List<String> updateService(SwarmService seen, ObjectNode spec, RegistryCredential credential);

  void removeService(String id);

  /** All tasks the engine still remembers for a service, newest first. */
  List<SwarmTask> tasks(String serviceId);

  /** Tasks of all services that should run now. */
  default List<SwarmTask> liveTasks() {
    return services(Map.of()).stream()
        .flatMap(service -> tasks(service.id()).stream())
        .filter(task -> task.desiredState().equals("running"))
        .toList();
  }

  /** The last lines a task wrote, oldest first, both streams; empty where its node is gone. */
  List<String> taskLog(String taskId, int lines);

  List<SwarmNetwork> networks();

  /** A network of the Swarm; also one every Swarm has ({@code host}), which no list shows. */
  default Optional<SwarmNetwork> network(String idOrName) {
    return networks().stream()
        .filter(network -> network.id().equals(idOrName) || network.name().equals(idOrName))
        .findFirst();
  }

  /** {@code spec}: body of {@code POST /networks/create}. */
  String createNetwork(ObjectNode spec);

  void removeNetwork(String id);

  List<SwarmSecret> secrets();

  /** {@code spec}: body of {@code POST /secrets/create} with {@code Data} filled in (base64). */
  String createSecret(ObjectNode spec);

  void removeSecret(String id);

  /** Configs that carry every one of these labels (an empty value matches any), with their data. */
  List<SwarmConfig> configs(Map<String, String> labels);

  Optional<SwarmConfig> config(String idOrName);

  /** {@code spec}: body of {@code POST /configs/create} with {@code Data} filled in (base64). */
  String createConfig(ObjectNode spec);

  /** Replaces a config's labels, compare-and-set on the version seen. */
  void relabelConfig(SwarmConfig seen, Map<String, String> labels);

  void removeConfig(String id);

  /** Volumes of the node that answers, for preflight and data-loss warnings. */
  List<String> volumes();

  /**
   * What an image reference stands for now, asked of its registry through the engine.
   *
   * @throws EngineException.NotFound where the registry has no such image
   */
  ImageDigest resolve(String image, RegistryCredential credential);

  /**
   * Calls the listener for every service, node and task-relevant event until the returned handle is
   * closed; a broken stream reconnects by itself. Delivery is best effort: callers poll as well.
   */
  Subscription events(Instant since, Consumer<SwarmEvent> listener);

  /** Waits for nothing else; bounds how long a single call may take. */
  Duration deadline();

  @Override
  void close();

  /** A created object. */
  record Created(String id, List<String> warnings) {
    public Created {
      warnings = List.copyOf(warnings);
    }
  }

  /** Ends an event subscription. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
