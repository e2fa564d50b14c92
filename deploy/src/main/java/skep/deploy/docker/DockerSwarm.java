package skep.deploy.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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

/** A Swarm through one of its managers' Engine API. */
public final class DockerSwarm implements Swarm {
  private static final Duration LOG_PATIENCE = Duration.ofSeconds(5);

  private final EngineApi api;
  private final Transport transport;
  private final Duration deadline;

  private DockerSwarm(EngineApi api, Transport transport, Duration deadline) {
    this.api = api;
    this.transport = transport;
    this.deadline = deadline;
  }

  /**
   * Asks who is there and agrees on an API version.
   *
   * @param deadline how long any one call may take
   * @throws EngineException.Unreachable where nobody answers
   * @throws EngineException.Rejected where the engine is too old
   */
  public static DockerSwarm connect(DockerHost host, Duration deadline) {
    var transport = Transport.open(host);
    try {
      var connection = new Connection(transport.http(), host);
      return new DockerSwarm(new EngineApi(connection, deadline), transport, deadline);
    } catch (RuntimeException e) {
      transport.close();
      throw e;
    }
  }

  @Override
  public SwarmInfo info() {
    var info = api.read(Call.get("/info"));
    var swarm = info.path("Swarm");
    if (!swarm.path("ControlAvailable").asBoolean()) {
      throw new EngineException.Rejected(
          503,
          "this engine is not a Swarm manager: run \"docker swarm init\" there, or point DOCKER_HOST at a manager");
    }
    var cluster = swarm.path("Cluster").path("ID").asText("");
    if (cluster.isEmpty()) {
      throw new EngineException.NoQuorum(
          swarm.path("Error").asText("the managers do not answer for the cluster"));
    }
    return new SwarmInfo(
        "Docker " + info.path("ServerVersion").asText(),
        api.version().toString(),
        cluster,
        swarm.path("NodeID").asText(),
        false);
  }

  @Override
  public List<SwarmNode> nodes() {
    return api.list(Call.get("/nodes"), EngineObjects::node);
  }

  @Override
  public List<SwarmService> services(Map<String, String> labels) {
    return api.list(api.labelled("/services", labels), EngineObjects::service).stream()
        .filter(s -> EngineApi.matches(EngineObjects.labels(s.spec().path("Labels")), labels))
        .toList();
  }

  @Override
  public Optional<SwarmService> service(String idOrName) {
    return api.find("/services/", idOrName)
        .map(EngineObjects::service)
        .filter(s -> s.id().equals(idOrName) || s.name().equals(idOrName));
  }

  @Override
  public Created createService(ObjectNode spec, RegistryCredential credential) {
    var created =
        api.write(
            Call.post("/services/create", api.bytes(spec))
                .headers(RegistryAuth.header(credential)));
    return new Created(created.path("ID").asText(), EngineApi.warnings(created));
  }

  @Override
  public List<String> updateService(
      SwarmService seen, ObjectNode spec, RegistryCredential credential) {
    var call =
        Call.post("/services/" + Call.encode(seen.id()) + "/update", api.bytes(spec))
            .query("version", Long.toString(seen.version()))
            .headers(RegistryAuth.header(credential));
    return EngineApi.warnings(api.write(call));
  }

  @Override
  public void removeService(String id) {
    api.write(Call.delete("/services/" + Call.encode(id)));
  }

  @Override
  public List<SwarmTask> tasks(String serviceId) {
    var call = api.filtered("/tasks", "service", List.of(serviceId));
    try {
      return api.list(call, EngineObjects::task).stream()
          .filter(task -> task.serviceId().equals(serviceId))
          .sorted(Comparator.comparing(SwarmTask::created).reversed())
          .toList();
    } catch (EngineException.NotFound removed) {
      return List.of();
    }
  }

  @Override
  public List<SwarmTask> liveTasks() {
    return api.list(
        api.filtered("/tasks", "desired-state", List.of("running")), EngineObjects::task);
  }

  @Override
  public List<String> taskLog(String taskId, int lines) {
    var task = api.read(Call.get("/tasks/" + Call.encode(taskId)));
    boolean terminal = task.path("Spec").path("ContainerSpec").path("TTY").asBoolean();
    var call =
        Call.get("/tasks/" + Call.encode(taskId) + "/logs")
            .query("stdout", "1")
            .query("stderr", "1")
            .query("timestamps", "1")
            .query("tail", Integer.toString(lines));
    try {
      var patience = deadline.compareTo(LOG_PATIENCE) < 0 ? deadline : LOG_PATIENCE;
      return LogLines.parse(api.exchange(call, patience).body(), terminal, lines);
    } catch (EngineException.Unreachable e) {
      // The engine waits for the task's node; a node that is gone keeps its log to itself.
      return List.of();
    }
  }

  @Override
  public List<SwarmNetwork> networks() {
    return api.list(Call.get("/networks"), EngineObjects::network);
  }

  @Override
  public Optional<SwarmNetwork> network(String idOrName) {
    // Without the scope, "host" is the network of the one engine that answers.
    return api.find(Call.get("/networks/" + Call.encode(idOrName)).query("scope", "swarm"))
        .map(EngineObjects::network)
        .filter(network -> network.id().equals(idOrName) || network.name().equals(idOrName));
  }

  @Override
  public String createNetwork(ObjectNode spec) {
    var body = spec.deepCopy();
    body.put("CheckDuplicate", true); // engines before 25 make two networks of one name without it
    return api.write(Call.post("/networks/create", api.bytes(body))).path("Id").asText();
  }

  @Override
  public void removeNetwork(String id) {
    api.write(Call.delete("/networks/" + Call.encode(id)));
  }

  @Override
  public List<SwarmSecret> secrets() {
    return api.list(Call.get("/secrets"), EngineObjects::secret);
  }

  @Override
  public String createSecret(ObjectNode spec) {
    return api.write(Call.post("/secrets/create", api.bytes(spec))).path("ID").asText();
  }

  @Override
  public void removeSecret(String id) {
    api.write(Call.delete("/secrets/" + Call.encode(id)));
  }

  @Override
  public List<SwarmConfig> configs(Map<String, String> labels) {
    return api.list(api.labelled("/configs", labels), EngineObjects::config).stream()
        .filter(config -> EngineApi.matches(config.labels(), labels))
        .toList();
  }

  @Override
  public Optional<SwarmConfig> config(String idOrName) {
    return api.find("/configs/", idOrName)
        .map(EngineObjects::config)
        .filter(c -> c.id().equals(idOrName) || c.name().equals(idOrName));
  }

  @Override
  public String createConfig(ObjectNode spec) {
    return api.write(Call.post("/configs/create", api.bytes(spec))).path("ID").asText();
  }

  @Override
  public void relabelConfig(SwarmConfig seen, Map<String, String> labels) {
    var spec = seen.spec().deepCopy();
    var target = spec.putObject("Labels");
    labels.forEach(target::put);
    api.write(
        Call.post("/configs/" + Call.encode(seen.id()) + "/update", api.bytes(spec))
            .query("version", Long.toString(seen.version())));
  }

  @Override
  public void removeConfig(String id) {
    api.write(Call.delete("/configs/" + Call.encode(id)));
  }

  @Override
  public List<String> volumes() {
    return EngineApi.children(api.read(Call.get("/volumes")).path("Volumes"))
        .map(volume -> volume.path("Name").asText())
        .toList();
  }

  @Override
  public ImageDigest resolve(String image, RegistryCredential credential) {
    var call =
        Call.get("/distribution/" + Call.encode(image).replace("%2F", "/") + "/json")
            .headers(RegistryAuth.header(credential));
    return EngineObjects.digest(api.askRegistry(call));
  }

  @Override
  public Subscription events(Instant since, Consumer<SwarmEvent> listener) {
    var types = api.filtered("/events", "type", List.of("service", "node", "container"));
    return new EventStream(
        since,
        from ->
            api.open(
                types.query("since", "%d.%09d".formatted(from.getEpochSecond(), from.getNano()))),
        listener);
  }

  @Override
  public Duration deadline() {
    return deadline;
  }

  @Override
  public void close() {
    transport.close();
  }
}
