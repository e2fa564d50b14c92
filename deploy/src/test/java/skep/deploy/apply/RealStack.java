package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.plan.PlanRequest;
import skep.deploy.plan.PlanStaleness;
import skep.deploy.plan.Planner;
import skep.deploy.plan.actual.ActualStack;
import skep.deploy.plan.actual.StackReader;
import skep.deploy.plan.content.Fingerprints;
import skep.deploy.plan.image.Digests;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.preflight.Preflight;
import skep.deploy.preflight.PreflightProblem;
import skep.deploy.release.Consent;
import skep.deploy.release.FingerprintKey;
import skep.deploy.release.RecordStore;
import skep.deploy.release.Release;
import skep.deploy.release.Release.State;
import skep.deploy.release.Releases;
import skep.deploy.release.StackLocks;
import skep.deploy.release.SwarmRecords;
import skep.deploy.stack.DesiredStack;
import skep.deploy.stack.FilesInMemory;
import skep.deploy.stack.StackLoader;
import skep.deploy.stack.StackSource;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmConfig;
import skep.deploy.swarm.SwarmNetwork;
import skep.deploy.swarm.SwarmSecret;
import skep.deploy.swarm.SwarmService;
import skep.deploy.swarm.SwarmTask;
import skep.deploy.verify.Probe;
import skep.deploy.verify.Timing;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.CommitId;

/**
 * The stack {@code web} on a real Swarm, on the way the bot takes it: stack file, plan, gates,
 * rollout. Its ends say what must hold: the record, the lock, what runs, what was left.
 */
final class RealStack {
  static final CommitId COMMIT = new CommitId("0123456789012345678901234567890123456789");
  private static final Map<String, String> OWN = Map.of("com.docker.stack.namespace", "web");

  final Swarm swarm;
  final Releases releases;
  final StackLocks locks;
  final List<RolloutEvent> events = Collections.synchronizedList(new ArrayList<>());
  final Map<String, String> files = new TreeMap<>();
  private final RecordStore records;
  private final Setting setting;
  private final Engine engine;
  private Map<String, ObjectNode> old = Map.of();
  private Set<String> oldNames = Set.of();

  /** How this bot is set up. */
  record Setting(
      Timing timing,
      Patience patience,
      Duration lease,
      InstantSource clock,
      RegistryCredentials logins) {
    static final Setting QUICK =
        new Setting(
            new Timing(
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofMinutes(3)),
            new Patience(Duration.ofMinutes(2), Duration.ofSeconds(10), Duration.ofMillis(200)),
            StackLocks.LEASE,
            InstantSource.system(),
            RegistryCredentials.NONE);

    Setting timing(Duration window, Duration base) {
      var other = new Timing(timing.poll(), window, base, timing.longest());
      return new Setting(other, patience, lease, clock, logins);
    }

    Setting lease(Duration time) {
      return new Setting(timing, patience, time, clock, logins);
    }

    Setting clock(InstantSource other) {
      return new Setting(timing, patience, lease, other, logins);
    }

    Setting logins(RegistryCredentials other) {
      return new Setting(timing, patience, lease, clock, other);
    }
  }

  /** A plan, and what it was made from. */
  record Planned(Plan plan, DesiredStack desired) {}

  RealStack(Swarm swarm, Setting setting) {
    this.swarm = swarm;
    this.setting = setting;
    this.records = new SwarmRecords(swarm);
    this.releases = new Releases(records, setting.clock());
    this.locks = new StackLocks(records, setting.clock(), setting.lease());
    this.engine =
        new Engine(
            swarm,
            setting.logins(),
            setting.timing(),
            setting.patience(),
            text -> text.replace("hunter2", "[redacted]"),
            _ -> true);
  }

  static String yaml(ServiceText... services) {
    var text = new StringBuilder("version: \"3.9\"\nservices:\n");
    Stream.of(services).map(ServiceText::yaml).forEach(text::append);
    return text.toString();
  }

  Planned plan(String yaml) {
    return plan(yaml, Plan.Options.DEFAULT);
  }

  Planned plan(String yaml, Plan.Options options) {
    files.put("stack.yml", yaml);
    var source =
        new StackSource("web", FilesInMemory.of(files), List.of("stack.yml"), Map.of(), false);
    DesiredStack desired = new StackLoader().load(source);
    List<Release> kept = releases.history("web");
    ActualStack actual = new StackReader(swarm).read(desired, PlanRequest.keptBy(kept));
    Set<String> images = Planner.imagesToResolve(desired, actual, options);
    var request =
        new PlanRequest(
            new Plan.Kind.Deploy(),
            desired,
            actual,
            releases.latestVerified("web"),
            PlanRequest.keptBy(kept),
            new Digests(swarm, setting.logins()).resolve(images),
            true,
            fingerprints(),
            options,
            COMMIT,
            "policy",
            setting.clock().instant());
    return new Planned(Planner.plan(request), desired);
  }

  Planned planBack(int number) {
    Release target = releases.find("web", number).orElseThrow();
    List<Release> kept = releases.history("web");
    DesiredStack desired = PlanRequest.desiredOf(target);
    ActualStack actual = new StackReader(swarm).read(desired, PlanRequest.keptBy(kept));
    var request =
        PlanRequest.rollback(
            target,
            actual,
            releases.latestVerified("web"),
            PlanRequest.keptBy(kept),
            fingerprints(),
            Plan.Options.DEFAULT,
            "policy",
            setting.clock().instant());
    return new Planned(Planner.plan(request), desired);
  }

  private Fingerprints fingerprints() {
    return Fingerprints.of(FingerprintKey.obtain(records).value().reveal());
  }

  Verdict run(Planned planned, Probe... probes) {
    return run(planned, Checkpoint.NONE, _ -> {}, probes);
  }

  Verdict run(
      Planned planned, Checkpoint checkpoint, Consumer<RolloutEvent> listener, Probe... probes) {
    var order =
        new Order(
            planned.plan(),
            Scene.ANN,
            Consent.NOT_ASKED,
            "message m1",
            List.of(probes),
            (kind, name) -> content(planned.desired(), kind, unversioned(name)),
            prints(planned));
    return new Rollout(engine, releases, locks, _ -> {}, checkpoint)
        .run(
            order,
            () -> stale(planned.plan()),
            () -> preflight(planned),
            event -> {
              events.add(event);
              listener.accept(event);
            });
  }

  List<Recovery.Recovered> recover() {
    return new Recovery(engine, releases, locks).run(events::add);
  }

  private Optional<Gate.Refusal> stale(Plan plan) {
    ActualStack actual = new StackReader(swarm).read("web");
    return switch (PlanStaleness.of(
        plan, actual, plan.commit(), "policy", setting.clock().instant())) {
      case PlanStaleness.Fresh() -> Optional.empty();
      case PlanStaleness.Stale(var moved) ->
          Optional.of(new Gate.Refusal(String.join("; ", moved), "/deploy web"));
    };
  }

  private Optional<Gate.Refusal> preflight(Planned planned) {
    ActualStack actual = new StackReader(swarm).read(planned.desired(), Set.of());
    List<PreflightProblem> problems =
        new Preflight(swarm, setting.logins()).check(planned.plan(), actual);
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(new Gate.Refusal(problems.toString(), problems.getFirst().next()));
  }

  private static Optional<SecretValue> content(DesiredStack stack, ObjectKind kind, String name) {
    return switch (kind) {
      case SECRET ->
          stack.secrets().stream()
              .filter(one -> one.name().equals(name))
              .findFirst()
              .flatMap(one -> one.value());
      case CONFIG ->
          stack.configs().stream()
              .filter(one -> one.name().equals(name))
              .findFirst()
              .flatMap(one -> one.value());
      case NETWORK, SERVICE -> Optional.empty();
    };
  }

  private static String unversioned(String name) {
    return name.replaceFirst("-\\d+$", "");
  }

  private Map<String, String> prints(Planned planned) {
    if (planned.plan().kind() instanceof Plan.Kind.Rollback(int number)) {
      return releases.find("web", number).orElseThrow().fingerprints();
    }
    var byName = new HashMap<String, String>();
    planned.desired().secrets().forEach(one -> byName.put(one.name(), fingerprints().of(one)));
    planned.desired().configs().forEach(one -> byName.put(one.name(), fingerprints().of(one)));
    var prints = new HashMap<String, String>();
    for (Change change : planned.plan().changes()) {
      Optional.ofNullable(byName.get(unversioned(change.name())))
          .filter(_ -> change.action() != Change.Action.REMOVE)
          .ifPresent(print -> prints.put(change.name(), print));
    }
    return prints;
  }

  /** The release everything else is measured by. */
  void deployed(ServiceText... services) {
    verifiedNew(run(plan(yaml(services))));
    remember();
  }

  /** What runs now is what a failed deployment must come back to. */
  void remember() {
    old = specs();
    oldNames = names();
    events.clear();
  }

  Verdict.VerifiedNew verifiedNew(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.VerifiedNew.class);
    ended(State.RELEASED);
    return (Verdict.VerifiedNew) verdict;
  }

  /** The specs of before, to the letter, and not one object more or less. */
  Verdict.VerifiedOld verifiedOld(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.VerifiedOld.class);
    ended(State.ROLLED_BACK);
    assertThat(specs()).isEqualTo(old);
    assertThat(names()).isEqualTo(oldNames);
    return (Verdict.VerifiedOld) verdict;
  }

  Verdict.Refused refusedAndUntouched(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    assertThat(specs()).isEqualTo(old);
    assertThat(names()).isEqualTo(oldNames);
    assertThat(releases.stacksInFlight()).isEmpty();
    assertThat(locks.holder("web")).isEmpty();
    return (Verdict.Refused) verdict;
  }

  void ended(State state) {
    assertThat(releases.latest("web").map(Release::state)).contains(state);
    assertThat(releases.stacksInFlight()).isEmpty();
    assertThat(locks.holder("web")).isEmpty();
    assertThat(swarm.services(Map.of("skep.probe", ""))).isEmpty();
  }

  /** Images of the tasks that run and should, {@code app:1}. */
  List<String> running(String service) {
    return runningTasks(service).stream()
        .map(task -> task.spec().at("/ContainerSpec/Image").asText())
        .map(image -> image.replaceAll(".*/", "").replaceAll("@.*", ""))
        .toList();
  }

  List<SwarmTask> runningTasks(String service) {
    return swarm.service(service).map(SwarmService::id).map(swarm::tasks).orElse(List.of()).stream()
        .filter(task -> task.state().equals("running") && task.desiredState().equals("running"))
        .toList();
  }

  Map<String, ObjectNode> specs() {
    var specs = new TreeMap<String, ObjectNode>();
    swarm.services(OWN).forEach(service -> specs.put(service.name(), service.spec()));
    return specs;
  }

  /** Everything in the Swarm but Skep's own records. */
  Set<String> names() {
    return new TreeSet<>(
        Stream.of(
                swarm.services(Map.of()).stream().map(SwarmService::name).map("service "::concat),
                swarm.networks().stream().map(SwarmNetwork::name).map("network "::concat),
                swarm.secrets().stream().map(SwarmSecret::name).map("secret "::concat),
                swarm.configs(Map.of()).stream()
                    .filter(config -> !config.labels().containsKey("skep.record"))
                    .map(SwarmConfig::name)
                    .map("config "::concat))
            .flatMap(names -> names)
            .toList());
  }

  /** Nothing of the stack, and no record, is left in the Swarm. */
  static void clean(Swarm swarm) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .ignoreExceptionsInstanceOf(EngineException.class)
        .until(() -> {
          swarm.services(Map.of()).forEach(service -> swarm.removeService(service.id()));
          swarm.secrets().forEach(secret -> swarm.removeSecret(secret.id()));
          swarm.configs(Map.of()).forEach(config -> swarm.removeConfig(config.id()));
          swarm.networks().stream()
              .filter(network -> network.name().startsWith("web_"))
              .forEach(network -> swarm.removeNetwork(network.id()));
          return swarm.networks().stream().noneMatch(one -> one.name().startsWith("web_"));
        });
  }
}
