package skep.deploy.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Any Swarm, with faults where a test wants them. Calls are named as in {@link Swarm}: {@code
 * updateService}.
 */
public final class FaultySwarm implements Swarm {
  private final Swarm swarm;
  private final Faults faults;

  public FaultySwarm(Swarm swarm, Faults faults) {
    this.swarm = swarm;
    this.faults = faults;
  }

  private <T> T call(String name, Supplier<T> call) {
    return faults.around(name, call);
  }

  private void run(String name, Runnable call) {
    faults.around(
        name,
        () -> {
          call.run();
          return Optional.empty();
        });
  }

  @Override
  public SwarmInfo info() {
    return call("info", swarm::info);
  }

  @Override
  public List<SwarmNode> nodes() {
    return call("nodes", swarm::nodes);
  }

  @Override
  public List<SwarmService> services(Map<String, String> labels) {
    return call("services", () -> swarm.services(labels));
  }

  @Override
  public Optional<SwarmService> service(String idOrName) {
    return call("service", () -> swarm.service(idOrName));
  }

  @Override
  public Created createService(ObjectNode spec, RegistryCredential credential) {
    return call("createService", () -> swarm.createService(spec, credential));
  }

  @Override
  public List<String> updateService(
      SwarmService seen, ObjectNode spec, RegistryCredential credential) {
    return call("updateService", () -> swarm.updateService(seen, spec, credential));
  }

  @Override
  public void removeService(String id) {
    run("removeService", () -> swarm.removeService(id));
  }

  @Override
  public List<SwarmTask> tasks(String serviceId) {
    return call("tasks", () -> swarm.tasks(serviceId));
  }

  @Override
  public List<String> taskLog(String taskId, int lines) {
    return call("taskLog", () -> swarm.taskLog(taskId, lines));
  }

  @Override
  public List<SwarmNetwork> networks() {
    return call("networks", swarm::networks);
  }

  @Override
  public Optional<SwarmNetwork> network(String id) {
    return call("network", () -> swarm.network(id));
  }

  @Override
  public String createNetwork(ObjectNode spec) {
    return call("createNetwork", () -> swarm.createNetwork(spec));
  }

  @Override
  public void removeNetwork(String id) {
    run("removeNetwork", () -> swarm.removeNetwork(id));
  }

  @Override
  public List<SwarmSecret> secrets() {
    return call("secrets", swarm::secrets);
  }

  @Override
  public String createSecret(ObjectNode spec) {
    return call("createSecret", () -> swarm.createSecret(spec));
  }

  @Override
  public void removeSecret(String id) {
    run("removeSecret", () -> swarm.removeSecret(id));
  }

  @Override
  public List<SwarmConfig> configs(Map<String, String> labels) {
    return call("configs", () -> swarm.configs(labels));
  }

  @Override
  public Optional<SwarmConfig> config(String idOrName) {
    return call("config", () -> swarm.config(idOrName));
  }

  @Override
  public String createConfig(ObjectNode spec) {
    return call("createConfig", () -> swarm.createConfig(spec));
  }

  @Override
  public void relabelConfig(SwarmConfig seen, Map<String, String> labels) {
    run("relabelConfig", () -> swarm.relabelConfig(seen, labels));
  }

  @Override
  public void removeConfig(String id) {
    run("removeConfig", () -> swarm.removeConfig(id));
  }

  @Override
  public List<String> volumes() {
    return call("volumes", swarm::volumes);
  }

  @Override
  public ImageDigest resolve(String image, RegistryCredential credential) {
    return call("resolve", () -> swarm.resolve(image, credential));
  }

  @Override
  public Subscription events(Instant since, Consumer<SwarmEvent> listener) {
    return call("events", () -> swarm.events(since, listener));
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
