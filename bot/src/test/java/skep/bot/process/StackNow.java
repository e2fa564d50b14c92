package skep.bot.process;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmService;

/**
 * What a Swarm holds of one stack.
 *
 * @param services their specs, by name
 * @param objects names of its networks, secrets and configs
 */
record StackNow(String stack, Map<String, ObjectNode> services, Set<String> objects) {
  private static final String NAMESPACE = "com.docker.stack.namespace";

  /**
   * @param networks names of its networks, as all managers name them
   */
  static StackNow of(Swarm swarm, String stack, Set<String> networks) {
    Map<String, ObjectNode> services = new TreeMap<>();
    swarm
        .services(Map.of(NAMESPACE, stack))
        .forEach(service -> services.put(service.name(), service.spec()));
    Set<String> objects =
        Stream.of(
                networks.stream(),
                swarm.secrets().stream()
                    .filter(secret -> stack.equals(secret.labels().get(NAMESPACE)))
                    .map(secret -> secret.name()),
                swarm.configs(Map.of(NAMESPACE, stack)).stream().map(config -> config.name()))
            .flatMap(names -> names)
            .collect(Collectors.toCollection(TreeSet::new));
    return new StackNow(stack, services, objects);
  }

  static Set<String> networks(Swarm swarm, String stack) {
    return swarm.networks().stream()
        .filter(network -> stack.equals(network.labels().get(NAMESPACE)))
        .map(network -> network.name())
        .collect(Collectors.toSet());
  }

  /** The tag a service's spec names: {@code app:2}. */
  String image(String service) {
    return tag(services.get(service));
  }

  /** States of the tasks that should run now with their images: {@code running app:2}. */
  static List<String> tasks(Swarm swarm, String service) {
    return swarm.service(service).map(SwarmService::id).stream()
        .flatMap(id -> swarm.tasks(id).stream())
        .filter(task -> task.desiredState().equals("running"))
        .map(task -> task.state() + " " + image(task.spec()))
        .toList();
  }

  private static String tag(ObjectNode spec) {
    return image(spec.withObject("/TaskTemplate"));
  }

  private static String image(ObjectNode task) {
    return task.at("/ContainerSpec/Image").asText().replaceAll("^.*/|@.*$", "");
  }
}
