package skep.deploy.plan.actual;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import skep.deploy.plan.content.Labels;
import skep.deploy.stack.DesiredConfig;
import skep.deploy.stack.DesiredStack;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmConfig;
import skep.deploy.swarm.SwarmNetwork;
import skep.deploy.swarm.SwarmSecret;
import skep.deploy.swarm.SwarmService;
import skep.deploy.swarm.SwarmTask;
import skep.deploy.swarm.Together;

/**
 * Reads an {@link ActualStack}: seven calls at once, whatever the stack's size, where nothing is
 * stale.
 */
public final class StackReader {
  private final Swarm swarm;

  public StackReader(Swarm swarm) {
    this.swarm = swarm;
  }

  /** Only what belongs to the stack: configs outside it are not looked for. */
  public ActualStack read(String stack) {
    return read(stack, Set.of(), Set.of());
  }

  /** What planning {@code desired} needs; {@code kept}: names kept releases still refer to. */
  public ActualStack read(DesiredStack desired, Set<String> kept) {
    Set<String> configs =
        Stream.concat(
                desired.configs().stream().map(DesiredConfig::name),
                desired.services().stream()
                    .flatMap(service ->
                        References.configs(service.spec().path("TaskTemplate")).stream()))
            .collect(Collectors.toUnmodifiableSet());
    return read(desired.name(), configs, kept);
  }

  private ActualStack read(String stack, Set<String> configNames, Set<String> kept) {
    var info = new Question<>(swarm::info);
    var services = new Question<>(() -> swarm.services(Map.of()));
    var networks = new Question<>(swarm::networks);
    var secrets = new Question<>(swarm::secrets);
    var configs = new Question<>(() -> configs(stack, configNames));
    var nodes = new Question<>(swarm::nodes);
    var volumes = new Question<>(swarm::volumes);
    Together.forEach(
        List.of(services, info, configs, networks, secrets, nodes, volumes), Question::ask);
    var actual =
        new ActualStack(
            info.answer(),
            stack,
            services.answer(),
            withUnlisted(stack, services.answer(), networks.answer()),
            secrets.answer(),
            configs.answer(),
            nodes.answer(),
            Set.copyOf(volumes.answer()),
            Set.of());
    return hasStaleVersions(actual, kept) ? withHeld(actual) : actual;
  }

  /** The listed ones, and those its services attach to that no list shows: host and its like. */
  private List<SwarmNetwork> withUnlisted(
      String stack, List<SwarmService> services, List<SwarmNetwork> listed) {
    var networks = new ArrayList<>(listed);
    Set<String> known = new HashSet<>();
    networks.forEach(network -> known.addAll(List.of(network.id(), network.name())));
    for (SwarmService service : services) {
      if (stack.equals(service.spec().path("Labels").path(Labels.NAMESPACE).asText())) {
        References.networks(service.spec()).stream()
            .filter(known::add)
            .forEach(id -> swarm.network(id).ifPresent(networks::add));
      }
    }
    return networks;
  }

  /** The stack's, and by name those that a person or another stack made. */
  private List<SwarmConfig> configs(String stack, Set<String> names) {
    var configs = new ArrayList<>(swarm.configs(Map.of(Labels.NAMESPACE, stack)));
    Set<String> found = new HashSet<>(configs.stream().map(SwarmConfig::name).toList());
    names.stream()
        .filter(Predicate.not(found::contains))
        .forEach(name -> swarm.config(name).ifPresent(configs::add));
    return configs;
  }

  private static boolean hasStaleVersions(ActualStack actual, Set<String> kept) {
    var used = new HashSet<>(kept);
    for (SwarmService service : actual.services()) {
      used.addAll(References.secrets(service.spec().path("TaskTemplate")));
      used.addAll(References.configs(service.spec().path("TaskTemplate")));
    }
    Stream<String> versions =
        Stream.concat(
            actual.secrets().stream()
                .filter(secret -> isVersion(actual, secret.labels()))
                .map(SwarmSecret::name),
            actual.configs().stream()
                .filter(config -> isVersion(actual, config.labels()))
                .map(SwarmConfig::name));
    return !versions.allMatch(used::contains);
  }

  private static boolean isVersion(ActualStack actual, Map<String, String> labels) {
    return actual.isOwn(labels) && labels.containsKey(Labels.NAME);
  }

  /** Tasks of an unfinished update run with what their service's spec names no more. */
  private ActualStack withHeld(ActualStack actual) {
    var held = new HashSet<String>();
    for (SwarmService service : actual.ownServices().values()) {
      for (SwarmTask task : swarm.tasks(service.id())) {
        if (task.desiredState().equals("running")) {
          held.addAll(References.secrets(task.spec()));
          held.addAll(References.configs(task.spec()));
        }
      }
    }
    return new ActualStack(
        actual.swarm(),
        actual.stack(),
        actual.services(),
        actual.networks(),
        actual.secrets(),
        actual.configs(),
        actual.nodes(),
        actual.volumes(),
        held);
  }
}
