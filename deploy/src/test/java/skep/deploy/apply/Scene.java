package skep.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.plan.content.Labels;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.release.Consent;
import skep.deploy.release.RecordData;
import skep.deploy.release.Release.Actor;
import skep.deploy.release.Releases;
import skep.deploy.release.StackLocks;
import skep.deploy.release.SteppedClock;
import skep.deploy.release.SwarmRecords;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmService;
import skep.deploy.verify.Probe;
import skep.deploy.verify.Timing;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.CommitId;

/** A stack {@code web} on some Swarm, and what a test does to it. */
final class Scene {
  static final Actor ANN = new Actor("7Hq", "ann");
  static final Timing QUICK =
      new Timing(
          Duration.ofMillis(5),
          Duration.ofMillis(25),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5));
  static final Patience BRIEF =
      new Patience(Duration.ofSeconds(2), Duration.ofMillis(30), Duration.ofMillis(5));

  final Swarm swarm;
  final SteppedClock clock = new SteppedClock();
  final Releases releases;
  final StackLocks locks;
  final List<RolloutEvent> events = Collections.synchronizedList(new ArrayList<>());
  final List<Recovery.Recovered> recovered = Collections.synchronizedList(new ArrayList<>());
  private final Engine engine;
  boolean secretsKnown = true;
  private final AtomicInteger plans = new AtomicInteger();

  Scene(Swarm swarm, Timing timing, Patience patience) {
    this.swarm = swarm;
    var records = new SwarmRecords(swarm);
    this.releases = new Releases(records, clock);
    this.locks = new StackLocks(records, clock);
    this.engine =
        new Engine(
            swarm,
            RegistryCredentials.NONE,
            timing,
            patience,
            text -> text.replace("hunter2", "[redacted]"),
            _ -> secretsKnown);
  }

  static ObjectNode service(String name, String image) {
    ObjectNode spec = RecordData.object().put("Name", name);
    spec.putObject("Labels").put("com.docker.stack.namespace", "web");
    spec.putObject("TaskTemplate").putObject("ContainerSpec").put("Image", image);
    spec.putObject("Mode").putObject("Replicated").put("Replicas", 2);
    return spec;
  }

  static Change change(Change.Action action, ObjectNode spec, String... dependsOn) {
    return new Change(
        ObjectKind.SERVICE,
        spec.path("Name").asText(),
        action,
        List.of(),
        Optional.empty(),
        Optional.of(spec),
        List.of(dependsOn));
  }

  static Change creating(ObjectKind kind, String name) {
    return new Change(
        kind,
        name,
        Change.Action.CREATE,
        List.of(),
        Optional.empty(),
        Optional.of(RecordData.object().put("Name", name)),
        List.of());
  }

  /** With the labels Skep gives what it creates. */
  static Change creatingVersion(ObjectKind kind, String name, String unversioned) {
    ObjectNode spec = RecordData.object().put("Name", name);
    spec.putObject("Labels")
        .put(Labels.NAMESPACE, "web")
        .put(Labels.NAME, unversioned)
        .put(Labels.FINGERPRINT, "f1");
    return new Change(
        kind,
        name,
        Change.Action.CREATE,
        List.of(),
        Optional.empty(),
        Optional.of(spec),
        List.of());
  }

  static Change remove(ObjectKind kind, String name) {
    return new Change(
        kind, name, Change.Action.REMOVE, List.of(), Optional.empty(), Optional.empty(), List.of());
  }

  Plan plan(Change... changes) {
    return new Plan(
        "p" + plans.incrementAndGet(),
        new Plan.Kind.Deploy(),
        "web",
        new CommitId("0123456789012345678901234567890123456789"),
        Arrays.asList(changes),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        "swarm-1",
        "policy",
        Plan.Options.DEFAULT,
        Instant.parse("2026-11-23T12:00:00Z"),
        Instant.parse("2026-11-23T13:00:00Z"));
  }

  static Plan detached(Plan plan) {
    return new Plan(
        plan.id(),
        plan.kind(),
        plan.stack(),
        plan.commit(),
        plan.changes(),
        plan.drift(),
        plan.lints(),
        plan.warnings(),
        plan.base(),
        plan.swarmId(),
        plan.policy(),
        new Plan.Options(Plan.ResolveImage.ALWAYS, false, true, Optional.empty()),
        plan.made(),
        plan.expires());
  }

  static Order orderOf(Plan plan, Probe... probes) {
    return new Order(
        plan,
        ANN,
        Consent.NOT_ASKED,
        "message m1",
        List.of(probes),
        (_, _) -> Optional.of(SecretValue.of("hunter2")),
        Map.of());
  }

  Verdict run(Order order) {
    return run(order, Checkpoint.NONE);
  }

  Verdict run(Order order, Checkpoint checkpoint) {
    return run(order, checkpoint, events::add);
  }

  Verdict run(Order order, Checkpoint checkpoint, Consumer<RolloutEvent> listener) {
    return new Rollout(engine, releases, locks, recovered::add, checkpoint)
        .run(order, Gate.OPEN, Gate.OPEN, listener);
  }

  Verdict run(Order order, Gate staleness, Gate preflight) {
    return new Rollout(engine, releases, locks, recovered::add)
        .run(order, staleness, preflight, events::add);
  }

  Verdict watched(Order order, java.util.function.Consumer<RolloutEvent> listener) {
    return new Rollout(engine, releases, locks, recovered::add)
        .run(order, Gate.OPEN, Gate.OPEN, listener);
  }

  List<Recovery.Recovered> recover(Checkpoint checkpoint) {
    return recovery(checkpoint).run(events::add);
  }

  Recovery recovery(Checkpoint checkpoint) {
    return new Recovery(engine, releases, locks, checkpoint);
  }

  /** web_db and web_app run {@code ok}, verified as a release. */
  Scene deployed() {
    Verdict verdict =
        run(
            orderOf(
                plan(
                    creating(ObjectKind.NETWORK, "web_default"),
                    change(Change.Action.CREATE, attached(service("web_db", "ok-db-1"))),
                    change(
                        Change.Action.CREATE,
                        attached(service("web_app", "ok-app-1")),
                        "web_db"))));
    if (!(verdict instanceof Verdict.VerifiedNew)) {
      throw new AssertionError("the scene could not be set: " + verdict);
    }
    events.clear();
    return this;
  }

  static ObjectNode attached(ObjectNode spec) {
    spec.withObjectProperty("TaskTemplate")
        .withArrayProperty("Networks")
        .addObject()
        .put("Target", "web_default");
    return spec;
  }

  String image(String service) {
    return swarm
        .service(service)
        .map(SwarmService::spec)
        .map(spec -> spec.at("/TaskTemplate/ContainerSpec/Image").asText())
        .orElse("(none)");
  }

  /** States of the tasks that should run now, with their images: {@code running ok-app-1}. */
  List<String> tasks(String service) {
    return swarm.service(service).stream()
        .flatMap(now -> swarm.tasks(now.id()).stream())
        .filter(task -> task.desiredState().equals("running"))
        .map(task -> task.state() + " " + task.spec().at("/ContainerSpec/Image").asText())
        .toList();
  }
}
