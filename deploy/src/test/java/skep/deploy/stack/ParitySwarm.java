package skep.deploy.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import skep.deploy.apply.Engine;
import skep.deploy.apply.Gate;
import skep.deploy.apply.Order;
import skep.deploy.apply.Patience;
import skep.deploy.apply.Rollout;
import skep.deploy.apply.Verdict;
import skep.deploy.docker.DockerHost;
import skep.deploy.docker.DockerSwarm;
import skep.deploy.lab.Lab;
import skep.deploy.plan.Plan;
import skep.deploy.plan.PlanRequest;
import skep.deploy.plan.Planner;
import skep.deploy.plan.actual.ActualStack;
import skep.deploy.plan.actual.StackReader;
import skep.deploy.plan.content.Fingerprints;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.plan.image.ResolvedImages;
import skep.deploy.release.Consent;
import skep.deploy.release.InMemoryRecords;
import skep.deploy.release.Release;
import skep.deploy.release.Release.Actor;
import skep.deploy.release.Releases;
import skep.deploy.release.StackLocks;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmService;
import skep.deploy.verify.Timing;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.CommitId;

/**
 * A real Swarm with one stack in it, read and changed through Skep's own parts: plans know the
 * releases made here, as those of {@code /diff} do.
 */
final class ParitySwarm implements AutoCloseable {
  static final String NAMESPACE = "com.docker.stack.namespace";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CommitId COMMIT = new CommitId("0".repeat(40));
  private static final Fingerprints KEY = Fingerprints.of(new byte[32]);
  private static final Plan.Options OPTIONS =
      new Plan.Options(Plan.ResolveImage.NEVER, false, true, Optional.empty());
  private static final InstantSource CLOCK = InstantSource.system();

  private final Lab lab;
  private final Swarm swarm;
  private InMemoryRecords records = new InMemoryRecords(CLOCK);

  ParitySwarm(Lab lab) {
    this.lab = lab;
    this.swarm = DockerSwarm.connect(DockerHost.parse(lab.dockerHost()), Duration.ofSeconds(20));
  }

  Swarm swarm() {
    return swarm;
  }

  /** Makes what the stack expects to be there. */
  void provide(StackCase stack) {
    Recorded recorded = Recorded.of(stack);
    recorded
        .externalNetworks()
        .forEach(name ->
            swarm.createNetwork(
                JSON.createObjectNode()
                    .put("Name", name)
                    .put("Driver", "overlay")
                    .put("Attachable", true)));
    recorded.externalSecrets().forEach(name -> swarm.createSecret(named(name)));
    recorded.externalConfigs().forEach(name -> swarm.createConfig(named(name)));
  }

  private static ObjectNode named(String name) {
    String data = Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    return JSON.createObjectNode().put("Name", name).put("Data", data);
  }

  Plan plan(StackCase stack) {
    DesiredStack desired = new StackLoader().load(stack.source());
    List<Release> kept = new Releases(records, CLOCK).history(desired.name());
    Set<String> pinned = PlanRequest.keptBy(kept);
    ActualStack actual = new StackReader(swarm).read(desired, pinned);
    return Planner.plan(
        new PlanRequest(
            new Plan.Kind.Deploy(),
            desired,
            actual,
            kept.stream().findFirst(),
            pinned,
            ResolvedImages.NONE,
            true,
            KEY,
            OPTIONS,
            COMMIT,
            "policy",
            Instant.now()));
  }

  Verdict deploy(StackCase stack) {
    DesiredStack desired = new StackLoader().load(stack.source());
    Engine engine =
        new Engine(
            swarm,
            RegistryCredentials.NONE,
            Timing.DEFAULT,
            Patience.DEFAULT,
            text -> text,
            _ -> true);
    Rollout rollout =
        new Rollout(engine, new Releases(records, CLOCK), new StackLocks(records, CLOCK), _ -> {});
    Actor actor = new Actor("terminal:test", "test");
    Versions versions = Versions.of(desired);
    Order order =
        new Order(
            plan(stack),
            actor,
            Consent.of(List.of(actor)),
            "test",
            List.of(),
            (kind, name) -> content(desired, versions.plain(name)),
            Map.of());
    Gate open = Optional::empty;
    return rollout.run(order, open, open, event -> {});
  }

  private static Optional<SecretValue> content(DesiredStack desired, String name) {
    return desired.secrets().stream()
        .filter(secret -> secret.name().equals(name))
        .findFirst()
        .flatMap(DesiredSecret::value)
        .or(() ->
            desired.configs().stream()
                .filter(config -> config.name().equals(name))
                .findFirst()
                .flatMap(DesiredConfig::value));
  }

  /**
   * Specs by service name: networks and the configs of credential specs by name instead of by id,
   * references to versions without the ids and versions that differ by design.
   */
  Map<String, JsonNode> specs(StackCase stack) {
    Versions versions = Versions.of(new StackLoader().load(stack.source()));
    Map<String, String> names = new TreeMap<>();
    swarm.networks().forEach(network -> names.put(network.id(), network.name()));
    swarm.configs(Map.of()).forEach(c -> names.put(c.id(), versions.plain(c.name())));
    Map<String, JsonNode> specs = new TreeMap<>();
    for (SwarmService service : swarm.services(Map.of(NAMESPACE, ""))) {
      ObjectNode spec = service.spec().deepCopy();
      spec.findParents("Target").forEach(node -> rename(node, "Target", names));
      spec.findParents("Config").forEach(node -> rename(node, "Config", names));
      versions.takeOut(spec);
      specs.put(service.name(), spec);
    }
    return specs;
  }

  private void rename(JsonNode node, String key, Map<String, String> names) {
    String id = node.path(key).asText();
    String name =
        names.getOrDefault(id, swarm.network(id).map(network -> network.name()).orElse(id));
    ((ObjectNode) node).put(key, name);
  }

  /**
   * By service, the ids of its tasks that are meant to live, and for a job how often it was started
   * anew: what changes where a task is replaced.
   */
  Map<String, List<String>> tasks() {
    Map<String, List<String>> tasks = new TreeMap<>();
    for (SwarmService service : swarm.services(Map.of(NAMESPACE, ""))) {
      List<String> signs = new ArrayList<>();
      swarm.tasks(service.id()).stream()
          .filter(task -> Set.of("running", "complete").contains(task.desiredState()))
          .forEach(task -> signs.add(task.id()));
      signs.sort(null);
      if (isJob(service)) {
        signs.add("iteration " + jobIteration(service));
      }
      tasks.put(service.name(), signs);
    }
    return tasks;
  }

  private static boolean isJob(SwarmService service) {
    Set<String> modes = new TreeSet<>();
    service.spec().path("Mode").fieldNames().forEachRemaining(modes::add);
    return modes.stream().anyMatch(mode -> mode.endsWith("Job"));
  }

  private String jobIteration(SwarmService service) {
    String format = "{{if .JobStatus}}{{.JobStatus.JobIteration.Index}}{{end}}";
    return lab.docker("service", "inspect", "--format", format, service.id()).strip();
  }

  /** Removes everything, and waits until the engine has let go of it. */
  void clear() {
    records = new InMemoryRecords(CLOCK);
    swarm.services(Map.of()).forEach(service -> swarm.removeService(service.id()));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptionsInstanceOf(EngineException.class)
        .until(() -> {
          swarm.secrets().forEach(secret -> swarm.removeSecret(secret.id()));
          swarm.configs(Map.of()).forEach(config -> swarm.removeConfig(config.id()));
          swarm.networks().stream()
              .filter(
                  network -> network.scope().equals("swarm") && !network.name().equals("ingress"))
              .forEach(network -> swarm.removeNetwork(network.id()));
          return swarm.networks().stream().noneMatch(network -> network.name().startsWith("web_"));
        });
  }

  @Override
  public void close() {
    swarm.close();
  }
}
