package skep.deploy.plan.actual;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import skep.deploy.plan.content.Labels;
import skep.deploy.plan.spec.Dropped;
import skep.deploy.plan.spec.Names;
import skep.deploy.swarm.SwarmConfig;
import skep.deploy.swarm.SwarmInfo;
import skep.deploy.swarm.SwarmNetwork;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmSecret;
import skep.deploy.swarm.SwarmService;

/**
 * A Swarm as one stack sees it.
 *
 * @param services every service of the Swarm: those of other stacks hold ports, networks, secrets
 * @param networks all of them; {@code secrets} likewise, without values
 * @param configs those of the stack, and those named that exist outside it
 * @param volumes of the node that answered
 * @param heldByTasks names of secrets and configs tasks still run with though no service names them
 */
public record ActualStack(
    SwarmInfo swarm,
    String stack,
    List<SwarmService> services,
    List<SwarmNetwork> networks,
    List<SwarmSecret> secrets,
    List<SwarmConfig> configs,
    List<SwarmNode> nodes,
    Set<String> volumes,
    Set<String> heldByTasks) {

  public ActualStack {
    services = List.copyOf(services);
    networks = List.copyOf(networks);
    secrets = List.copyOf(secrets);
    configs = List.copyOf(configs);
    nodes = List.copyOf(nodes);
    volumes = Set.copyOf(volumes);
    heldByTasks = Set.copyOf(heldByTasks);
  }

  /** The stack's own services, by name. */
  public Map<String, SwarmService> ownServices() {
    return services.stream()
        .filter(service -> stack.equals(namespace(service)))
        .collect(
            Collectors.toMap(
                SwarmService::name, Function.identity(), ActualStack::first, TreeMap::new));
  }

  /** Services of other stacks and of none. */
  public List<SwarmService> otherServices() {
    return services.stream().filter(service -> !stack.equals(namespace(service))).toList();
  }

  public Map<String, SwarmNetwork> ownNetworks() {
    return networks.stream()
        .filter(network -> isOwn(network.labels()))
        .collect(
            Collectors.toMap(
                SwarmNetwork::name, Function.identity(), ActualStack::first, TreeMap::new));
  }

  /** Networks tasks of a Swarm can attach to, by name; where two share a name, the Swarm's own. */
  public Map<String, SwarmNetwork> networksByName() {
    return networks.stream()
        .collect(
            Collectors.toMap(
                SwarmNetwork::name,
                Function.identity(),
                (first, second) -> first.scope().equals("swarm") ? first : second,
                TreeMap::new));
  }

  public Map<String, SwarmSecret> secretsByName() {
    return secrets.stream()
        .collect(
            Collectors.toMap(
                SwarmSecret::name, Function.identity(), ActualStack::first, TreeMap::new));
  }

  public Map<String, SwarmConfig> configsByName() {
    return configs.stream()
        .collect(
            Collectors.toMap(
                SwarmConfig::name, Function.identity(), ActualStack::first, TreeMap::new));
  }

  public boolean isOwn(Map<String, String> labels) {
    return stack.equals(labels.get(Labels.NAMESPACE));
  }

  /** Ids that specs of this Swarm use, and the names they stand for. */
  public Names names() {
    return new Names(
        networks.stream()
            .collect(Collectors.toMap(SwarmNetwork::id, SwarmNetwork::name, ActualStack::first)),
        configs.stream()
            .collect(Collectors.toMap(SwarmConfig::id, SwarmConfig::name, ActualStack::first)),
        Dropped.by(swarm.apiVersion()));
  }

  /** Versions of the stack's own objects by {@code kind/name}: what a plan is based on. */
  public Map<String, Long> versions() {
    var versions = new TreeMap<String, Long>();
    ownServices().forEach((name, service) -> versions.put("service/" + name, service.version()));
    // A network has no version and never changes; another one of its name has another id.
    ownNetworks().forEach((name, network) -> versions.put("network/" + name, idNumber(network)));
    secrets.stream()
        .filter(secret -> isOwn(secret.labels()))
        .forEach(secret -> versions.put("secret/" + secret.name(), secret.version()));
    configs.stream()
        .filter(config -> isOwn(config.labels()))
        .forEach(config -> versions.put("config/" + config.name(), config.version()));
    return versions;
  }

  private static long idNumber(SwarmNetwork network) {
    return Integer.toUnsignedLong(network.id().hashCode());
  }

  private static String namespace(SwarmService service) {
    return service.spec().path("Labels").path(Labels.NAMESPACE).asText();
  }

  private static <T> T first(T first, T second) {
    return first;
  }
}
