package skep.deploy.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
import skep.deploy.release.InMemoryRecords;
import skep.deploy.release.Release.Actor;
import skep.deploy.release.Releases;
import skep.deploy.release.StackLocks;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmNetwork;
import skep.deploy.swarm.SwarmService;
import skep.deploy.verify.Timing;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.CommitId;

/** A real Swarm with one stack in it, read and changed through Skep's own parts. */
final class ParitySwarm implements AutoCloseable {
  static final String NAMESPACE = "com.docker.stack.namespace";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CommitId COMMIT = new CommitId("0".repeat(40));
  private static final Fingerprints KEY = Fingerprints.of(new byte[32]);
  private static final Plan.Options OPTIONS =
      new Plan.Options(Plan.ResolveImage.NEVER, false, true, Optional.empty());

  private final Swarm swarm;

  ParitySwarm(Lab lab) {
    swarm = DockerSwarm.connect(DockerHost.parse(lab.dockerHost()), Duration.ofSeconds(20));
  }

  /** Makes what the stack expects to be there. */
  void provide(StackCase stack) {
    DesiredStack desired = new StackLoader().load(stack.source());
    Set<String> predefined = Set.of("host", "bridge", "none", "ingress");
    desired.networks().stream()
        .filter(network -> network.external() && !predefined.contains(network.name()))
        .forEach(network ->
            swarm.createNetwork(
                JSON.createObjectNode()
                    .put("Name", network.name())
                    .put("Driver", "overlay")
                    .put("Attachable", true)));
    desired.secrets().stream()
        .filter(DesiredSecret::external)
        .forEach(secret -> swarm.createSecret(named(secret.name())));
    desired.configs().stream()
        .filter(DesiredConfig::external)
        .forEach(config -> swarm.createConfig(named(config.name())));
  }

  private static ObjectNode named(String name) {
    return JSON.createObjectNode()
        .put("Name", name)
        .put(
            "Data",
            Base64.getEncoder()
                .encodeToString(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  Plan plan(StackCase stack) {
    DesiredStack desired = new StackLoader().load(stack.source());
    ActualStack actual = new StackReader(swarm).read(desired, Set.of());
    return Planner.plan(
        new PlanRequest(
            new Plan.Kind.Deploy(),
            desired,
            actual,
            Optional.empty(),
            Set.of(),
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
    InstantSource clock = InstantSource.system();
    InMemoryRecords records = new InMemoryRecords(clock);
    Engine engine =
        new Engine(swarm, RegistryCredentials.NONE, Timing.DEFAULT, Patience.DEFAULT, text -> text);
    Rollout rollout =
        new Rollout(engine, new Releases(records, clock), new StackLocks(records, clock));
    Actor actor = new Actor("terminal:test", "test");
    Order order =
        new Order(
            plan(stack),
            actor,
            Optional.of(actor),
            "test",
            java.util.List.of(),
            (kind, name) -> content(desired, name.replaceFirst("-[0-9]+$", "")),
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

  /** Sends what the CLI sent when the case was recorded. */
  void replay(StackCase stack) {
    DesiredStack desired = new StackLoader().load(stack.source());
    desired.networks().stream()
        .filter(network -> !network.external())
        .forEach(network -> swarm.createNetwork(network.spec()));
    Map<String, String> ids = new TreeMap<>();
    JsonNode expected = expected(stack);
    expected
        .path("secrets")
        .forEach(s ->
            ids.put("SecretName/" + s.path("Name").asText(), swarm.createSecret(s.deepCopy())));
    expected
        .path("configs")
        .forEach(c ->
            ids.put("ConfigName/" + c.path("Name").asText(), swarm.createConfig(c.deepCopy())));
    swarm.secrets().forEach(s -> ids.putIfAbsent("SecretName/" + s.name(), s.id()));
    swarm.configs(Map.of()).forEach(c -> ids.putIfAbsent("ConfigName/" + c.name(), c.id()));
    for (JsonNode service : expected.path("services")) {
      ObjectNode spec = service.deepCopy();
      spec.findParents("SecretName").forEach(r -> identify(r, "SecretName", "SecretID", ids));
      spec.findParents("ConfigName").forEach(r -> identify(r, "ConfigName", "ConfigID", ids));
      swarm.createService(spec, RegistryCredential.NONE);
    }
  }

  private static void identify(
      JsonNode reference, String name, String id, Map<String, String> ids) {
    ((ObjectNode) reference).put(id, ids.get(name + "/" + reference.path(name).asText()));
  }

  private static JsonNode expected(StackCase stack) {
    try {
      return JSON.readTree(stack.read("expected.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Specs by service name, networks by name instead of by id. */
  Map<String, JsonNode> specs() {
    Map<String, String> names = new TreeMap<>();
    for (SwarmNetwork network : swarm.networks()) {
      names.put(network.id(), network.name());
    }
    Map<String, JsonNode> specs = new TreeMap<>();
    for (SwarmService service : swarm.services(Map.of(NAMESPACE, ""))) {
      ObjectNode spec = service.spec().deepCopy();
      spec.findParents("Target").stream()
          .filter(node -> names.containsKey(node.path("Target").asText()))
          .forEach(
              node -> ((ObjectNode) node).put("Target", names.get(node.path("Target").asText())));
      specs.put(service.name(), spec);
    }
    return specs;
  }

  Map<String, JsonNode> taskTemplates() {
    Map<String, JsonNode> templates = new TreeMap<>();
    specs().forEach((name, spec) -> templates.put(name, spec.path("TaskTemplate")));
    return templates;
  }

  static boolean hasVersions(Map<String, JsonNode> specs) {
    return specs.values().stream()
        .anyMatch(spec -> spec.findValue("SecretID") != null || spec.findValue("ConfigID") != null);
  }

  /** References to secrets and configs without the ids and versions that differ by design. */
  static Map<String, JsonNode> withoutVersions(Map<String, JsonNode> specs) {
    Map<String, JsonNode> plain = new TreeMap<>();
    specs.forEach((name, spec) -> {
      JsonNode copy = spec.deepCopy();
      for (String kind : java.util.List.of("Secret", "Config")) {
        copy.findParents(kind + "ID")
            .forEach(reference -> {
              ObjectNode node = (ObjectNode) reference;
              node.remove(kind + "ID");
              node.put(
                  kind + "Name", node.path(kind + "Name").asText().replaceFirst("-[0-9]+$", ""));
            });
      }
      plain.put(name, copy);
    });
    return plain;
  }

  /** Removes everything, and waits until the engine has let go of it. */
  void clear() {
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
          return true;
        });
  }

  @Override
  public void close() {
    swarm.close();
  }
}
