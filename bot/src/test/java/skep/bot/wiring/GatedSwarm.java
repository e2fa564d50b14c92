package skep.bot.wiring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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

/** A Swarm whose every write passes a {@link WriteGate}. */
record GatedSwarm(Swarm swarm, WriteGate gate) implements Swarm {
  private static final String HOLDER = "skep.holder";
  private static final String RESULT = "skep.result";

  private void run(String words, Runnable write) {
    gate.counted(
        words,
        () -> {
          write.run();
          return words;
        });
  }

  private static String name(ObjectNode spec) {
    return spec.path("Name").asText();
  }

  @Override
  public Created createService(ObjectNode spec, RegistryCredential credential) {
    return gate.counted(
        "create service " + name(spec), () -> swarm.createService(spec, credential));
  }

  @Override
  public List<String> updateService(
      SwarmService seen, ObjectNode spec, RegistryCredential credential) {
    return gate.counted(
        "update service " + name(spec), () -> swarm.updateService(seen, spec, credential));
  }

  @Override
  public void removeService(String id) {
    run("remove service", () -> swarm.removeService(id));
  }

  @Override
  public String createNetwork(ObjectNode spec) {
    return gate.counted("create network " + name(spec), () -> swarm.createNetwork(spec));
  }

  @Override
  public void removeNetwork(String id) {
    run("remove network", () -> swarm.removeNetwork(id));
  }

  @Override
  public String createSecret(ObjectNode spec) {
    return gate.counted("create secret " + name(spec), () -> swarm.createSecret(spec));
  }

  @Override
  public void removeSecret(String id) {
    run("remove secret", () -> swarm.removeSecret(id));
  }

  @Override
  public String createConfig(ObjectNode spec) {
    return gate.counted("create config " + name(spec), () -> swarm.createConfig(spec));
  }

  @Override
  public void relabelConfig(SwarmConfig seen, Map<String, String> labels) {
    if (isSignOfLife(seen, labels)) {
      gate.uncounted(() -> {
        swarm.relabelConfig(seen, labels);
        return seen;
      });
    } else {
      run("relabel config " + seen.name(), () -> swarm.relabelConfig(seen, labels));
    }
  }

  /** A lease renewed, a claim kept. */
  private static boolean isSignOfLife(SwarmConfig seen, Map<String, String> labels) {
    Optional<String> holder = Optional.ofNullable(labels.get(HOLDER));
    return seen.name().startsWith("skep-claim-")
        ? labels.containsKey(RESULT) == seen.labels().containsKey(RESULT)
        : holder.isPresent() && holder.equals(Optional.ofNullable(seen.labels().get(HOLDER)));
  }

  @Override
  public void removeConfig(String id) {
    run("remove config", () -> swarm.removeConfig(id));
  }

  @Override
  public SwarmInfo info() {
    return swarm.info();
  }

  @Override
  public List<SwarmNode> nodes() {
    return swarm.nodes();
  }

  @Override
  public List<SwarmService> services(Map<String, String> labels) {
    return swarm.services(labels);
  }

  @Override
  public Optional<SwarmService> service(String idOrName) {
    return swarm.service(idOrName);
  }

  @Override
  public List<SwarmTask> tasks(String serviceId) {
    return swarm.tasks(serviceId);
  }

  @Override
  public List<String> taskLog(String taskId, int lines) {
    return swarm.taskLog(taskId, lines);
  }

  @Override
  public List<SwarmNetwork> networks() {
    return swarm.networks();
  }

  @Override
  public List<SwarmSecret> secrets() {
    return swarm.secrets();
  }

  @Override
  public List<SwarmConfig> configs(Map<String, String> labels) {
    return swarm.configs(labels);
  }

  @Override
  public Optional<SwarmConfig> config(String idOrName) {
    return swarm.config(idOrName);
  }

  @Override
  public List<String> volumes() {
    return swarm.volumes();
  }

  @Override
  public ImageDigest resolve(String image, RegistryCredential credential) {
    return swarm.resolve(image, credential);
  }

  @Override
  public Subscription events(Instant since, Consumer<SwarmEvent> listener) {
    return swarm.events(since, listener);
  }

  @Override
  public Duration deadline() {
    return swarm.deadline();
  }

  @Override
  public void close() {
    swarm.close();
  }
}
