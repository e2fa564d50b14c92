package skep.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import skep.deploy.swarm.*;
import skep.deploy.swarm.SwarmService.UpdateStatus;

/**
 * A Swarm of one node in memory, small enough to see through. What a task does is told by its
 * image: {@code ok}, {@code crash}, {@code missing}, {@code unhealthy}, {@code exit-0}, {@code
 * exit-3}, {@code slow}. Time passes with each look at the tasks.
 */
final class SmallSwarm implements Swarm {
  private static final SwarmNode NODE =
      new SwarmNode(
          "node-id-1",
          "node-1",
          "manager",
          "active",
          "ready",
          "10.0.0.1",
          "linux",
          "x86_64",
          Map.of(),
          Map.of(),
          4_000_000_000L,
          8_000_000_000L,
          Map.of(),
          Set.of(),
          Optional.empty());

  private final Map<String, SwarmService> services = new LinkedHashMap<>();
  private final Map<String, List<SwarmTask>> tasks = new HashMap<>();
  private final Map<String, SwarmNetwork> networks = new LinkedHashMap<>();
  private final Map<String, SwarmSecret> secrets = new LinkedHashMap<>();
  private final Map<String, SwarmConfig> configs = new LinkedHashMap<>();
  final List<String> writes = new ArrayList<>();

  /** Images that ran well and do not any more. */
  final Set<String> spoilt = new HashSet<>();

  /** Services beside whose tasks one more is left at each update, until they are written again. */
  final Set<String> crowded = new HashSet<>();

  private long version = 10;
  private Instant time = Instant.parse("2026-11-23T12:00:00Z");

  private long next() {
    return ++version;
  }

  @Override
  public SwarmInfo info() {
    return new SwarmInfo("small", "1.41", "swarm-1", NODE.id(), true);
  }

  @Override
  public List<SwarmNode> nodes() {
    return List.of(NODE);
  }

  private static boolean carries(Map<String, String> labels, Map<String, String> wanted) {
    return wanted.entrySet().stream()
        .allMatch(one ->
            one.getValue().isEmpty()
                ? labels.containsKey(one.getKey())
                : one.getValue().equals(labels.get(one.getKey())));
  }

  private static Map<String, String> labels(ObjectNode spec) {
    var labels = new HashMap<String, String>();
    spec.path("Labels")
        .properties()
        .forEach(one -> labels.put(one.getKey(), one.getValue().asText()));
    return labels;
  }

  @Override
  public synchronized List<SwarmService> services(Map<String, String> wanted) {
    return services.values().stream().filter(one -> carries(labels(one.spec()), wanted)).toList();
  }

  @Override
  public synchronized Optional<SwarmService> service(String idOrName) {
    return services.values().stream()
        .filter(one -> one.name().equals(idOrName) || one.id().equals(idOrName))
        .findFirst();
  }

  @Override
  public synchronized Created createService(ObjectNode spec, RegistryCredential credential) {
    String name = spec.path("Name").asText();
    if (service(name).isPresent()) {
      throw new EngineException.NameTaken(name);
    }
    writes.add("create " + name);
    String id = "service-" + next();
    services.put(id, new SwarmService(id, next(), name, spec, Optional.empty()));
    tasks.put(id, new ArrayList<>());
    schedule(id);
    return new Created(id, List.of());
  }

  @Override
  public synchronized List<String> updateService(
      SwarmService seen, ObjectNode spec, RegistryCredential credential) {
    SwarmService now = services.get(seen.id());
    if (now == null) {
      throw new EngineException.NotFound(seen.name());
    }
    if (now.version() != seen.version()) {
      throw new EngineException.Moved("update out of sequence");
    }
    writes.add("update " + now.name());
    boolean dirty =
        tasks.get(now.id()).stream()
            .filter(task -> task.desiredState().equals("running"))
            .anyMatch(task -> !task.spec().equals(spec.path("TaskTemplate")));
    Optional<UpdateStatus> status =
        dirty
            ? Optional.of(new UpdateStatus(UpdateStatus.State.UPDATING, "update in progress"))
            : Optional.empty();
    services.put(now.id(), new SwarmService(now.id(), next(), now.name(), spec, status));
    if (dirty) {
      end(now.id());
    }
    schedule(now.id());
    if (crowded.contains(now.name())) {
      crowd(tasks.get(now.id()), dirty);
    }
    return List.of();
  }

  private void crowd(List<SwarmTask> all, boolean more) {
    SwarmTask newest = all.getFirst();
    if (more) {
      all.addFirst(with(newest, "task-" + next(), newest.desiredState(), newest.state()));
    } else {
      all.set(0, with(newest, newest.id(), "shutdown", "shutdown"));
    }
  }

  /** Somebody changes a service past Skep. */
  synchronized void change(String name, Consumer<ObjectNode> how) {
    SwarmService now = service(name).orElseThrow();
    ObjectNode spec = now.spec().deepCopy();
    how.accept(spec);
    updateService(now, spec, RegistryCredential.NONE);
    writes.removeLast();
  }

  /** The Swarm goes back by itself and stops on its way: its tasks stay as they are. */
  synchronized void stopsRollingBack(String name, ObjectNode spec) {
    SwarmService now = service(name).orElseThrow();
    services.put(now.id(), new SwarmService(now.id(), next(), name, spec, now.update()));
    status(services.get(now.id()), UpdateStatus.State.ROLLBACK_PAUSED, "rollback paused");
  }

  private void end(String id) {
    tasks
        .get(id)
        .replaceAll(task ->
            task.desiredState().equals("running")
                ? with(task, "shutdown", "shutdown", "", OptionalInt.empty())
                : task);
  }

  private void schedule(String id) {
    SwarmService service = services.get(id);
    int replicas = service.spec().path("Mode").path("Replicated").path("Replicas").asInt(1);
    List<SwarmTask> all = tasks.get(id);
    for (int slot = 1; slot <= replicas; slot++) {
      int wanted = slot;
      boolean alive =
          all.stream()
              .anyMatch(task ->
                  task.slot().getAsInt() == wanted
                      && (task.desiredState().equals("running")
                          || (task.state().equals("complete")
                              && isOnce(service)
                              && task.spec().equals(service.spec().path("TaskTemplate")))));
      if (!alive) {
        time = time.plusSeconds(1);
        all.addFirst(
            new SwarmTask(
                "task-" + next(),
                id,
                Optional.of(NODE.id()),
                OptionalInt.of(slot),
                (ObjectNode) service.spec().path("TaskTemplate"),
                "running",
                "preparing",
                "",
                OptionalInt.empty(),
                time,
                time,
                OptionalLong.empty()));
      }
    }
    all.replaceAll(task ->
        task.slot().getAsInt() > replicas
            ? with(task, "shutdown", "shutdown", "", OptionalInt.empty())
            : task);
  }

  private static boolean isOnce(SwarmService service) {
    return service.spec().at("/TaskTemplate/RestartPolicy/Condition").asText().equals("none");
  }

  private static SwarmTask with(SwarmTask task, String id, String desired, String state) {
    return with(task, id, desired, state, task.error(), task.exitCode());
  }

  private static SwarmTask with(
      SwarmTask task, String desired, String state, String error, OptionalInt exit) {
    return with(task, task.id(), desired, state, error, exit);
  }

  private static SwarmTask with(
      SwarmTask task, String id, String desired, String state, String error, OptionalInt exit) {
    return new SwarmTask(
        id,
        task.serviceId(),
        task.nodeId(),
        task.slot(),
        task.spec(),
        desired,
        state,
        error,
        exit,
        task.created(),
        task.since(),
        OptionalLong.empty());
  }

  private SwarmTask lived(SwarmTask task) {
    String image = task.spec().path("ContainerSpec").path("Image").asText();
    if (!task.state().equals("preparing") && !task.state().equals("starting")) {
      return task;
    }
    return switch (spoilt.contains(image) ? "crash" : image) {
      case "missing" ->
          with(task, "shutdown", "rejected", "No such image: missing", OptionalInt.empty());
      case "crash", "exit-3" ->
          with(task, "shutdown", "failed", "task: non-zero exit (3)", OptionalInt.of(3));
      case "unhealthy" ->
          task.state().equals("preparing")
              ? with(task, "running", "starting", "", OptionalInt.empty())
              : with(
                  task,
                  "shutdown",
                  "failed",
                  "task: non-zero exit (137): dockerexec: unhealthy container",
                  OptionalInt.of(137));
      case "exit-0" -> with(task, "shutdown", "complete", "", OptionalInt.of(0));
      case "slow" -> task;
      case String _ -> with(task, "running", "running", "", OptionalInt.empty());
    };
  }

  @Override
  public synchronized List<SwarmTask> tasks(String serviceId) {
    SwarmService service = services.get(serviceId);
    if (service == null) {
      return List.of();
    }
    List<SwarmTask> all = tasks.get(serviceId);
    all.replaceAll(this::lived);
    List<SwarmTask> seen = List.copyOf(all);
    boolean failed =
        all.stream()
            .filter(task -> task.spec().equals(service.spec().path("TaskTemplate")))
            .anyMatch(task -> Set.of("failed", "rejected").contains(task.state()));
    boolean updating =
        service.update().filter(it -> it.state() == UpdateStatus.State.UPDATING).isPresent();
    String action = service.spec().path("UpdateConfig").path("FailureAction").asText("continue");
    if (updating && failed && action.equals("pause")) {
      status(service, UpdateStatus.State.PAUSED, "update paused due to failure");
    } else if (updating && all.stream().noneMatch(task -> task.state().equals("preparing"))) {
      status(service, UpdateStatus.State.COMPLETED, "update completed");
    }
    if (!isOnce(service)) {
      schedule(serviceId);
    }
    return seen;
  }

  private void status(SwarmService service, UpdateStatus.State state, String message) {
    services.put(
        service.id(),
        new SwarmService(
            service.id(),
            next(),
            service.name(),
            service.spec(),
            Optional.of(new UpdateStatus(state, message))));
  }

  @Override
  public synchronized void removeService(String id) {
    if (services.get(id) == null) {
      throw new EngineException.NotFound(id);
    }
    writes.add("remove " + services.remove(id).name());
    tasks.remove(id);
  }

  @Override
  public synchronized List<String> taskLog(String taskId, int lines) {
    return List.of("starting", "password is hunter2", "giving up");
  }

  @Override
  public synchronized List<SwarmNetwork> networks() {
    return List.copyOf(networks.values());
  }

  @Override
  public synchronized String createNetwork(ObjectNode spec) {
    String id = "network-" + next();
    String name = spec.path("Name").asText();
    writes.add("create " + name);
    networks.put(id, new SwarmNetwork(id, name, "overlay", "swarm", labels(spec), spec));
    return id;
  }

  private boolean isUsed(String text) {
    return services.values().stream()
        .anyMatch(one -> one.spec().toString().contains("\"" + text + "\""));
  }

  @Override
  public synchronized void removeNetwork(String id) {
    if (isUsed(id)) {
      throw new EngineException.InUse(
          "network " + networks.get(id).name() + " is in use by a task");
    }
    writes.add("remove " + networks.remove(id).name());
  }

  @Override
  public synchronized List<SwarmSecret> secrets() {
    return List.copyOf(secrets.values());
  }

  @Override
  public synchronized String createSecret(ObjectNode spec) {
    String id = "secret-" + next();
    String name = spec.path("Name").asText();
    writes.add("create " + name);
    secrets.put(
        id, new SwarmSecret(id, next(), name, labels(spec), spec.deepCopy().without("Data"), time));
    return id;
  }

  @Override
  public synchronized void removeSecret(String id) {
    if (isUsed(id)) {
      throw new EngineException.InUse(
          "secret " + secrets.get(id).name() + " is in use by a service");
    }
    writes.add("remove " + secrets.remove(id).name());
  }

  @Override
  public synchronized List<SwarmConfig> configs(Map<String, String> wanted) {
    return configs.values().stream().filter(one -> carries(one.labels(), wanted)).toList();
  }

  @Override
  public synchronized Optional<SwarmConfig> config(String idOrName) {
    return configs.values().stream()
        .filter(one -> one.id().equals(idOrName) || one.name().equals(idOrName))
        .findFirst();
  }

  @Override
  public synchronized String createConfig(ObjectNode spec) {
    String name = spec.path("Name").asText();
    if (config(name).isPresent()) {
      throw new EngineException.NameTaken(name);
    }
    String id = "config-" + next();
    byte[] data = Base64.getDecoder().decode(spec.path("Data").asText());
    configs.put(
        id,
        new SwarmConfig(
            id, next(), name, labels(spec), spec.deepCopy().without("Data"), data, time));
    return id;
  }

  @Override
  public synchronized void relabelConfig(SwarmConfig seen, Map<String, String> labels) {
    SwarmConfig now = configs.get(seen.id());
    if (now == null) {
      throw new EngineException.NotFound(seen.name());
    }
    if (now.version() != seen.version()) {
      throw new EngineException.Moved("update out of sequence");
    }
    configs.put(
        now.id(),
        new SwarmConfig(
            now.id(), next(), now.name(), labels, now.spec(), now.data(), now.created()));
  }

  @Override
  public synchronized void removeConfig(String id) {
    if (configs.remove(id) == null) {
      throw new EngineException.NotFound(id);
    }
  }

  @Override
  public List<String> volumes() {
    return List.of();
  }

  @Override
  public ImageDigest resolve(String image, RegistryCredential credential) {
    throw new EngineException.NotFound(image);
  }

  @Override
  public Subscription events(Instant since, Consumer<SwarmEvent> listener) {
    return () -> {};
  }

  @Override
  public Duration deadline() {
    return Duration.ofSeconds(10);
  }

  @Override
  public void close() {}
}
