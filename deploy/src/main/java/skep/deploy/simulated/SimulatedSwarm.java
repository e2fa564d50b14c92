package skep.deploy.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.ImageDigest;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmConfig;
import skep.deploy.swarm.SwarmEvent;
import skep.deploy.swarm.SwarmInfo;
import skep.deploy.swarm.SwarmNetwork;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmSecret;
import skep.deploy.swarm.SwarmService;
import skep.deploy.swarm.SwarmTask;

/**
 * A Swarm in memory with a scheduler of its own. Starts with one manager node. What a container
 * does is read from its image's name and tag ({@code crash}, {@code unhealthy}, {@code missing},
 * {@code once}), its arguments or the variable {@code BEHAVIOUR}.
 */
public final class SimulatedSwarm implements Swarm {
  private final Cluster cluster;
  private final String id = Ids.next();
  private final String firstNode;
  private final Map<String, Integer> tagMoves = new ConcurrentHashMap<>();

  private SimulatedSwarm(Options options) {
    this.cluster = new Cluster(options);
    this.firstNode = cluster.write(() -> cluster.nodes.add("simulated-1", "manager", Map.of()));
  }

  public static SimulatedSwarm start(Options options) {
    return new SimulatedSwarm(options);
  }

  /** Another machine joins; its id. */
  public String addNode(String hostname, String role, Map<String, String> labels) {
    return changingNodes(() -> cluster.nodes.add(hostname, role, labels));
  }

  /** A machine stops answering: its tasks are lost and started elsewhere. */
  public void loseNode(String nodeId) {
    changingNodes(() -> {
      cluster.nodes.setState(nodeId, "down");
      return nodeId;
    });
  }

  public void recoverNode(String nodeId) {
    changingNodes(() -> {
      cluster.nodes.setState(nodeId, "ready");
      return nodeId;
    });
  }

  /** A machine leaves for good. */
  public void removeNode(String nodeId) {
    changingNodes(() -> {
      cluster.nodes.remove(nodeId);
      return nodeId;
    });
  }

  /** Somebody pushed: from now on the tag stands for another digest. */
  public void moveTag(String image) {
    tagMoves.merge(image, 1, Integer::sum);
  }

  private String changingNodes(Supplier<String> change) {
    return cluster.write(() -> {
      var node = change.get();
      cluster.services.values().forEach(Service::unsettle);
      cluster.journal.add("node", "update", node, node, Instant.now());
      return node;
    });
  }

  @Override
  public SwarmInfo info() {
    return new SwarmInfo("simulated engine", "1.48", id, firstNode, true);
  }

  @Override
  public List<SwarmNode> nodes() {
    return cluster.read(() -> List.copyOf(cluster.nodes.all()));
  }

  @Override
  public List<SwarmService> services(Map<String, String> labels) {
    return cluster.read(() ->
        cluster.services.values().stream()
            .filter(s -> Objects.matches(Objects.labels(s.spec()), labels))
            .map(Service::snapshot)
            .toList());
  }

  @Override
  public Optional<SwarmService> service(String idOrName) {
    return cluster.read(() -> find(idOrName).map(Service::snapshot));
  }

  @Override
  public Created createService(ObjectNode spec, RegistryCredential credential) {
    return cluster.write(() -> {
      var checked = checked(spec);
      Objects.free(cluster.services.values().stream().map(Service::name), checked, "service");
      var service = new Service(checked, cluster.options, cluster::nextVersion);
      cluster.services.put(service.id, service);
      record("create", service);
      return new Created(service.id, List.of());
    });
  }

  @Override
  public List<String> updateService(
      SwarmService seen, ObjectNode spec, RegistryCredential credential) {
    return cluster.write(() -> {
      var service = Objects.found(find(seen.id()), "service", seen.id());
      if (service.version() != seen.version()) {
        throw new EngineException.Moved("rpc error: update out of sequence");
      }
      var checked = checked(spec);
      if (!checked.path("Name").asText().equals(service.name())) {
        throw SpecCheck.rejected("renaming services is not supported");
      }
      service.change(checked, cluster.nodes);
      record("update", service);
      return List.of();
    });
  }

  @Override
  public void removeService(String serviceId) {
    cluster.write(() -> {
      var service = Objects.found(find(serviceId), "service", serviceId);
      cluster.services.remove(service.id);
      record("remove", service);
      return service;
    });
  }

  @Override
  public List<SwarmTask> tasks(String serviceId) {
    return cluster.read(() -> find(serviceId).map(Service::taskSnapshots).orElse(List.of()));
  }

  @Override
  public List<String> taskLog(String taskId, int lines) {
    return cluster.read(() -> {
      var tasks = cluster.services.values().stream().flatMap(s -> s.task(taskId).stream());
      var log = Objects.found(tasks.findFirst(), "task", taskId).log;
      return List.copyOf(log.subList(Math.max(0, log.size() - lines), log.size()));
    });
  }

  @Override
  public List<SwarmNetwork> networks() {
    return cluster.read(() -> cluster.objects.networks());
  }

  @Override
  public String createNetwork(ObjectNode spec) {
    return cluster.write(() -> cluster.objects.createNetwork(spec));
  }

  @Override
  public void removeNetwork(String networkId) {
    cluster.write(() -> cluster.objects.removeNetwork(networkId));
  }

  @Override
  public List<SwarmSecret> secrets() {
    return cluster.read(() -> cluster.objects.secrets());
  }

  @Override
  public String createSecret(ObjectNode spec) {
    return cluster.write(() -> cluster.objects.createSecret(spec));
  }

  @Override
  public void removeSecret(String secretId) {
    cluster.write(() -> cluster.objects.removeSecret(secretId));
  }

  @Override
  public List<SwarmConfig> configs(Map<String, String> labels) {
    return cluster.read(() -> cluster.objects.configs(labels));
  }

  @Override
  public Optional<SwarmConfig> config(String idOrName) {
    return cluster.read(() -> cluster.objects.config(idOrName));
  }

  @Override
  public String createConfig(ObjectNode spec) {
    return cluster.write(() -> cluster.objects.createConfig(spec));
  }

  @Override
  public void relabelConfig(SwarmConfig seen, Map<String, String> labels) {
    cluster.write(() -> cluster.objects.relabelConfig(seen, labels));
  }

  @Override
  public void removeConfig(String configId) {
    cluster.write(() -> cluster.objects.removeConfig(configId));
  }

  @Override
  public List<String> volumes() {
    return cluster.read(() ->
        cluster.services.values().stream()
            .flatMap(s -> SpecCheck.volumes(s.spec()))
            .distinct()
            .toList());
  }

  @Override
  public ImageDigest resolve(String image, RegistryCredential credential) {
    if (Behaviour.isMissing(image)) {
      throw new EngineException.NotFound("manifest unknown: no such image: " + image);
    }
    return Digests.of(image, tagMoves.getOrDefault(image, 0));
  }

  @Override
  public Subscription events(Instant since, Consumer<SwarmEvent> listener) {
    return cluster.journal.listen(since, listener);
  }

  @Override
  public Duration deadline() {
    return Duration.ofSeconds(10);
  }

  @Override
  public void close() {
    cluster.close();
  }

  private Optional<Service> find(String idOrName) {
    var byId = Optional.ofNullable(cluster.services.get(idOrName));
    return byId.or(() ->
        cluster.services.values().stream().filter(s -> s.name().equals(idOrName)).findFirst());
  }

  /** The spec as the engine keeps it, once everything it names is there. */
  private ObjectNode checked(ObjectNode spec) {
    SpecCheck.service(spec);
    cluster.objects.requireReferences(spec);
    return SpecCheck.withNetworkIds(
        spec, name -> Objects.found(cluster.objects.network(name), "network", name).id());
  }

  private void record(String action, Service service) {
    cluster.journal.add("service", action, service.id, service.name(), Instant.now());
  }
}
