package skep.deploy.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.actual.ActualStack;
import skep.deploy.plan.content.Fingerprints;
import skep.deploy.plan.content.Labels;
import skep.deploy.plan.image.ResolvedImages;
import skep.deploy.release.Consent;
import skep.deploy.release.Release;
import skep.deploy.stack.DesiredStack;
import skep.deploy.swarm.SwarmConfig;
import skep.deploy.swarm.SwarmInfo;
import skep.deploy.swarm.SwarmNetwork;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmSecret;
import skep.deploy.swarm.SwarmService;
import skep.secrets.repository.CommitId;

/**
 * What the Swarm holds while a test tells its story: plans of the stack {@code web} are applied.
 */
public final class World {
  public static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
  static final CommitId COMMIT = new CommitId("a".repeat(40));
  static final Fingerprints FINGERPRINTS = Fingerprints.of(new byte[32]);

  public final Map<String, SwarmService> services = new LinkedHashMap<>();
  public final Map<String, SwarmNetwork> networks = new TreeMap<>();
  public final Map<String, SwarmSecret> secrets = new TreeMap<>();
  public final Map<String, SwarmConfig> configs = new TreeMap<>();
  public final List<SwarmNode> nodes = new ArrayList<>();
  public final Map<String, ResolvedImages.Pinned> pinned = new HashMap<>();
  public final Map<String, String> unresolved = new HashMap<>();
  public final Set<String> kept = new HashSet<>();
  public final Set<String> heldByTasks = new HashSet<>();
  public Plan.Options options = Plan.Options.DEFAULT;
  public boolean strict = true;
  public Optional<Release> last = Optional.empty();
  private long version = 100;

  public World() {
    image("app:1", Specs.OLD);
    nodes.add(node("node1", Map.of()));
  }

  public void image(String tag, String digest) {
    pinned.put(tag, new ResolvedImages.Pinned(tag + "@" + digest, List.of("linux/amd64")));
  }

  public static SwarmNode node(String name, Map<String, String> labels) {
    return new SwarmNode(
        name + "id",
        name,
        "manager",
        "active",
        "ready",
        "10.0.0.1",
        "linux",
        "x86_64",
        labels,
        Map.of("storage", "ssd"),
        2_000_000_000L,
        4L << 30,
        Map.of(),
        Set.of("Volume/local", "Log/json-file"),
        Optional.empty());
  }

  public ActualStack actual() {
    return new ActualStack(
        new SwarmInfo("test", "1.41", "swarm1", "node1id", true),
        "web",
        List.copyOf(services.values()),
        List.copyOf(networks.values()),
        List.copyOf(secrets.values()),
        List.copyOf(configs.values()),
        nodes,
        Set.of(),
        heldByTasks);
  }

  public Plan plan(DesiredStack desired) {
    return Planner.plan(
        new PlanRequest(
            new Plan.Kind.Deploy(),
            desired,
            actual(),
            last,
            kept,
            new ResolvedImages(pinned, unresolved),
            strict,
            FINGERPRINTS,
            options,
            COMMIT,
            "policy",
            NOW));
  }

  /** Plans and applies, and keeps the release, as Skep would. */
  public Plan deploy(DesiredStack desired) {
    Plan plan = plan(desired);
    apply(plan, desired);
    last = Optional.of(release(1, new ContentFingerprints(plan, desired, FINGERPRINTS).byName()));
    return plan;
  }

  public void apply(Plan plan, DesiredStack desired) {
    for (Change change : plan.changes()) {
      switch (change.action()) {
        case CREATE, UPDATE -> put(change, desired);
        case REMOVE -> remove(change);
        case ADOPT, NONE -> {}
      }
    }
  }

  public void edit(String service, String more) {
    SwarmService held = services.get(service);
    ObjectNode spec = held.spec().deepCopy();
    ObjectNode patch = Specs.json(more);
    patch.properties().forEach(entry -> spec.set(entry.getKey(), entry.getValue()));
    running(service, spec);
  }

  public void running(String name, ObjectNode spec) {
    services.put(name, new SwarmService(name + "id", ++version, name, spec, Optional.empty()));
  }

  /** As the CLI makes it: unversioned, with the namespace label alone. */
  public void secretOfTheCli(String name) {
    holdSecret(name, Map.of(Labels.NAMESPACE, "web"));
  }

  public void holdSecret(String name, Map<String, String> labels) {
    secrets.put(name, new SwarmSecret(name + "id", ++version, name, labels, Specs.json("{}"), NOW));
  }

  public void configOfTheCli(String name, String data) {
    holdConfig(name, Map.of(Labels.NAMESPACE, "web"), data);
  }

  private void holdConfig(String name, Map<String, String> labels, String data) {
    configs.put(
        name,
        new SwarmConfig(
            name + "id",
            ++version,
            name,
            labels,
            Specs.json("{}"),
            data.getBytes(StandardCharsets.UTF_8),
            NOW));
  }

  public void network(String name, String scope, Map<String, String> labels) {
    networks.put(
        name,
        new SwarmNetwork(
            name + "id", name, "overlay", scope, labels, Specs.json("{'Driver':'overlay'}")));
  }

  /** What runs now, as a kept release. */
  public Release release(int number, Map<String, String> fingerprints) {
    var specs = new TreeMap<String, ObjectNode>();
    actual().ownServices().forEach((name, service) -> specs.put(name, service.spec()));
    return new Release(
        "web",
        number,
        Release.State.RELEASED,
        COMMIT,
        "plan1",
        specs,
        Map.of(),
        fingerprints,
        new Release.Actor("1", "you"),
        Consent.NOT_ASKED,
        Optional.empty(),
        "test",
        NOW,
        Optional.of(NOW),
        "ok",
        List.of(),
        Optional.empty());
  }

  private void put(Change change, DesiredStack desired) {
    ObjectNode spec = change.spec().orElseThrow();
    switch (change.kind()) {
      case SERVICE -> running(change.name(), spec);
      case NETWORK -> network(change.name(), "swarm", Map.of(Labels.NAMESPACE, "web"));
      case SECRET -> holdSecret(change.name(), labels(spec));
      case CONFIG ->
          holdConfig(
              change.name(),
              labels(spec),
              desired.configs().stream()
                  .filter(one -> one.name().equals(labels(spec).get(Labels.NAME)))
                  .map(
                      one -> new String(one.value().orElseThrow().reveal(), StandardCharsets.UTF_8))
                  .findFirst()
                  .orElseThrow());
    }
  }

  private void remove(Change change) {
    switch (change.kind()) {
      case SERVICE -> services.remove(change.name());
      case NETWORK -> networks.remove(change.name());
      case SECRET -> secrets.remove(change.name());
      case CONFIG -> configs.remove(change.name());
    }
  }

  private static Map<String, String> labels(ObjectNode spec) {
    var labels = new HashMap<String, String>();
    spec.path("Labels")
        .properties()
        .forEach(one -> labels.put(one.getKey(), one.getValue().asText()));
    return labels;
  }
}
