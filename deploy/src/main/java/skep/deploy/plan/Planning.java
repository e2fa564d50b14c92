package skep.deploy.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import skep.deploy.plan.Content.Held;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.plan.actual.ActualStack;
import skep.deploy.plan.actual.References;
import skep.deploy.release.Release;
import skep.deploy.stack.DesiredNetwork;
import skep.deploy.stack.DesiredService;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmService;

/** One plan in the making. */
final class Planning {
  /**
   * Long enough for a colleague to come back from lunch; the state it was made from binds anyway.
   */
  private static final Duration LIFETIME = Duration.ofHours(8);

  private final PlanRequest request;
  private final ActualStack actual;
  private final Map<String, SwarmService> now;
  private final List<DesiredService> wanted;
  private final Set<String> wantedNames;
  private final boolean whole;

  Planning(PlanRequest request) {
    this.request = request;
    this.actual = request.actual();
    this.now = actual.ownServices();
    this.wanted = ServiceChoice.of(request.desired(), request.options().service());
    this.wantedNames =
        wanted.stream().map(DesiredService::name).collect(Collectors.toUnmodifiableSet());
    this.whole = request.options().service().isEmpty();
  }

  Plan plan() {
    refuseToEmptyTheStack();
    Contents secrets = secrets();
    Contents configs = configs();
    Targets targets = targets(secrets, configs);
    Services services = services(targets);
    Networks networks = new Networks(actual);
    List<Change> inOrder = services.inOrder();
    refuse(
        Stream.of(secrets.problems(), configs.problems(), targets.problems(), services.problems()));

    var changes = new ArrayList<Change>(networks.wanted(wantedNetworks(services)));
    changes.addAll(secrets.changes());
    changes.addAll(configs.changes());
    changes.addAll(inOrder);
    changes.addAll(notAsked());
    if (whole) {
      changes.addAll(networks.unwanted(request.desired().networks(), attached(services)));
      Set<String> needed = needed(services, changes);
      changes.addAll(secrets.garbage(ObjectKind.SECRET, needed));
      changes.addAll(configs.garbage(ObjectKind.CONFIG, needed));
    }
    List<String> warnings =
        Stream.of(
                request.desired().warnings(),
                targets.warnings(),
                networks.warnings(),
                services.warnings())
            .flatMap(List::stream)
            .distinct()
            .toList();
    return assembled(changes, services, warnings);
  }

  /** An estate gone wrong must not take a running stack away. */
  private void refuseToEmptyTheStack() {
    if (request.desired().services().isEmpty() && !now.isEmpty()) {
      refuse(
          Stream.of(
              List.of(
                  new PlanRefused.Reason(
                      "the files of %s hold no service, which would remove all %d that run"
                          .formatted(request.desired().name(), now.size()),
                      "put a service back, or remove the stack by hand: docker stack rm "
                          + request.desired().name()))));
    }
  }

  private Contents secrets() {
    Map<String, Held> held =
        actual.secrets().stream()
            .map(Held::of)
            .collect(Collectors.toMap(Held::name, Function.identity(), (one, other) -> one));
    Contents secrets =
        contents(held, service -> References.secrets(service.spec().path("TaskTemplate")));
    Set<String> used = usedByWanted(References::secrets);
    request.desired().secrets().stream()
        .filter(secret -> whole || used.contains(secret.name()))
        .map(secret -> Content.of(secret, request.fingerprints()))
        .forEach(secrets::decide);
    return secrets;
  }

  private Contents configs() {
    Map<String, Held> held =
        actual.configs().stream()
            .map(Held::of)
            .collect(Collectors.toMap(Held::name, Function.identity(), (one, other) -> one));
    Contents configs =
        contents(held, service -> References.configs(service.spec().path("TaskTemplate")));
    Set<String> used = usedByWanted(References::configs);
    request.desired().configs().stream()
        .filter(config -> whole || used.contains(config.name()))
        .map(config -> Content.of(config, request.fingerprints()))
        .forEach(configs::decide);
    return configs;
  }

  private Contents contents(
      Map<String, Held> held, Function<SwarmService, Set<String>> references) {
    Set<String> referenced =
        now.values().stream()
            .flatMap(service -> references.apply(service).stream())
            .collect(Collectors.toUnmodifiableSet());
    return new Contents(
        request.desired().name(),
        held,
        referenced,
        request.kept(),
        request.last().map(Release::fingerprints).orElse(Map.of()));
  }

  private Set<String> usedByWanted(Function<JsonNode, Set<String>> references) {
    return wanted.stream()
        .flatMap(service -> references.apply(service.spec().path("TaskTemplate")).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private Targets targets(Contents secrets, Contents configs) {
    boolean recorded =
        switch (request.kind()) {
          case Plan.Kind.Deploy() -> false;
          case Plan.Kind.Rollback(int release) -> true;
        };
    return new Targets(
        secrets.names(),
        configs.names(),
        request.images(),
        request.options().resolveImage(),
        recorded,
        request.strict());
  }

  private Services services(Targets targets) {
    long takingTasks = actual.nodes().stream().filter(SwarmNode::takesTasks).count();
    Services services = new Services(now, actual.names(), new Effects(takingTasks));
    for (DesiredService service : wanted) {
      services.want(service, targets.target(service, Optional.ofNullable(now.get(service.name()))));
    }
    if (whole) {
      now.values().stream()
          .filter(service -> !wantedNames.contains(service.name()))
          .forEach(services::remove);
    }
    return services;
  }

  /** A release is all of its stack: services nobody asked for are part of it, as they run. */
  private List<Change> notAsked() {
    return whole
        ? List.of()
        : now.keySet().stream()
            .filter(name -> !wantedNames.contains(name))
            .map(name ->
                new Change(
                    ObjectKind.SERVICE,
                    name,
                    Change.Action.NONE,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of()))
            .toList();
  }

  private static Set<String> attached(Services services) {
    return services.specs().values().stream()
        .flatMap(spec -> References.networks(spec).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private List<DesiredNetwork> wantedNetworks(Services services) {
    Set<String> used = attached(services);
    return request.desired().networks().stream()
        .filter(network -> whole || used.contains(network.name()))
        .toList();
  }

  /** Names of secrets and configs somebody still needs, now or for a rollback. */
  private Set<String> needed(Services services, List<Change> changes) {
    var needed = new HashSet<>(request.kept());
    needed.addAll(actual.heldByTasks());
    changes.forEach(change -> needed.add(change.name()));
    Stream.concat(
            services.specs().values().stream(), actual.services().stream().map(SwarmService::spec))
        .map(spec -> spec.path("TaskTemplate"))
        .forEach(task -> {
          needed.addAll(References.secrets(task));
          needed.addAll(References.configs(task));
        });
    return needed;
  }

  private Plan assembled(List<Change> changes, Services services, List<String> warnings) {
    List<Plan.Lint> lints =
        services.specs().entrySet().stream()
            .flatMap(entry -> Lints.of(entry.getKey(), entry.getValue()).stream())
            .toList();
    List<Plan.Drift> drift =
        request
            .last()
            .map(last ->
                Drifts.between(
                    last, now, actual.names(), name -> whole || wantedNames.contains(name)))
            .orElse(List.of());
    return PlanIds.identified(
        new Plan(
            "",
            request.kind(),
            request.desired().name(),
            request.commit(),
            changes,
            drift,
            lints,
            warnings,
            Base.of(actual, services.specs().values(), request.options().service()),
            actual.swarm().swarmId(),
            request.policy(),
            request.options(),
            request.now(),
            request.now().plus(LIFETIME)));
  }

  private static void refuse(Stream<List<PlanRefused.Reason>> problems) {
    List<PlanRefused.Reason> all = problems.flatMap(List::stream).distinct().toList();
    if (!all.isEmpty()) {
      throw new PlanRefused(all);
    }
  }
}
