package skep.deploy.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.plan.Specs.readingSecret;
import static skep.deploy.plan.Specs.service;
import static skep.deploy.plan.Specs.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skep.deploy.plan.Plan;
import skep.deploy.plan.PlanRequest;
import skep.deploy.plan.Planner;
import skep.deploy.plan.Specs;
import skep.deploy.plan.World;
import skep.deploy.plan.content.Fingerprints;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.plan.image.ResolvedImages;
import skep.deploy.simulated.Options;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.stack.DesiredSecret;
import skep.deploy.stack.DesiredStack;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmService;
import skep.deploy.swarm.SwarmTask;

class OutlookChecksTest {
  private final List<SwarmTask> live = new ArrayList<>();
  private final World world = new World();

  @Test
  void aSoundPlanHasNoProblems() {
    assertThat(problems(stack(service("app")))).isEmpty();
  }

  @Test
  void anExternalNetworkThatIsMissingIsToldWithTheCommandThatMakesIt() {
    DesiredStack desired = stack(service("app", "app:1", attached("proxy")));

    assertThat(problems(desired))
        .singleElement()
        .asString()
        .contains("service web_app", "network proxy does not exist", "docker network create");
    world.network("proxy", "local", Map.of());
    assertThat(problems(desired)).singleElement().asString().contains("scope local");
    world.network("proxy", "swarm", Map.of());
    assertThat(problems(desired)).isEmpty();
  }

  @Test
  void theHostNetworkNeedsNoDeclaration() {
    assertThat(problems(stack(service("app", "app:1", attached("host"))))).isEmpty();
  }

  @Test
  void aNewNetworkMayNotTakeTheNameOfAnother() {
    world.network("web_default", "swarm", Map.of());

    assertThat(problems(stack(service("app"))))
        .singleElement()
        .asString()
        .contains("does not belong to the stack web", "external: true");
  }

  @ParameterizedTest
  @CsvSource({"ReplicatedJob, 1", "GlobalJob, 1", "Replicated, 0"})
  void aJobMayNotHaveAnUpdateConfig(String mode, int problems) {
    String extra = "{'Mode':{'%s':{}},'UpdateConfig':{'Parallelism':1}}".formatted(mode);

    assertThat(problems(stack(service("app", "app:1", extra))))
        .hasSize(problems)
        .allSatisfy(problem ->
            assertThat(problem.toString())
                .contains("service web_app", "no update_config for jobs", "take deploy.update"));
  }

  @Test
  void anExternalSecretThatIsMissingIsTold() {
    var external = new DesiredSecret("web_pw", true, Specs.json("{}"), Optional.empty());
    DesiredStack desired = Specs.with(stack(service("app", "app:1", readingSecret())), external);

    assertThat(problems(desired))
        .singleElement()
        .asString()
        .contains("the secret web_pw does not exist", "docker secret create web_pw");
    world.holdSecret("web_pw", Map.of());
    assertThat(problems(desired)).isEmpty();
  }

  @Test
  void aRollbackToAReleaseWhoseSecretIsGoneIsToldBeforehand() {
    world.deploy(
        Specs.with(stack(service("app", "app:1", readingSecret())), Specs.secret("pw", "x")));
    var target = world.release(41, Map.of());
    world.secrets.clear();
    world.services.clear();
    Plan back =
        Planner.plan(
            PlanRequest.rollback(
                target,
                world.actual(),
                Optional.empty(),
                Set.of(),
                Fingerprints.of(new byte[32]),
                Plan.Options.DEFAULT,
                "policy",
                World.NOW));

    assertThat(problems(back))
        .singleElement()
        .asString()
        .contains("web_pw-1 does not exist", "release 41 cannot be brought back");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'Placement':{'Constraints':['node.labels.disk==ssd']}} | constraint node.labels.disk==ssd (of: node1)
          {'Placement':{'Constraints':['node.role=manager']}}     | node.role=manager' is no placement constraint
          {'Resources':{'Reservations':{'NanoCPUs':3000000000}}}  | reserves 3 processors
          {'Resources':{'Reservations':{'MemoryBytes':8589934592}}} | reserves 8G memory, more than any node
          {'Resources':{'Reservations':{'GenericResources':[{'DiscreteResourceSpec':{'Kind':'GPU','Value':1}}]}}} | reserves 1 GPU
          {'LogDriver':{'Name':'loki'}}                           | the log driver loki
          {'ContainerSpec':{'Image':'app:1','Mounts':[{'Type':'volume','Target':'/d','VolumeOptions':{'DriverConfig':{'Name':'nfs'}}}]}} | the volume driver nfs
          """)
  void aServiceNoNodeCanTakeIsToldWithTheReason(String task, String why) {
    assertThat(problems(stack(service("app", "app:1", "{'TaskTemplate':" + task + "}"))))
        .singleElement()
        .asString()
        .contains("service web_app", why.strip());
  }

  @Test
  void anImageForAnotherPlatformIsTold() {
    world.pinned.put(
        "app:1", new ResolvedImages.Pinned("app:1@" + Specs.OLD, List.of("linux/arm64")));

    assertThat(problems(stack(service("app"))))
        .singleElement()
        .asString()
        .contains("runs on linux/arm64");
  }

  @Test
  void aNodeThatIsDrainedTakesNothing() {
    SwarmNode node = world.nodes.removeFirst();
    world.nodes.add(
        new SwarmNode(
            node.id(),
            node.hostname(),
            node.role(),
            "drain",
            node.state(),
            node.address(),
            node.os(),
            node.architecture(),
            node.labels(),
            node.engineLabels(),
            node.nanoCpus(),
            node.memoryBytes(),
            Map.of(),
            node.plugins(),
            node.managerStatus()));

    assertThat(problems(stack(service("app"))))
        .singleElement()
        .asString()
        .contains("no node takes tasks");
    assertThat(problems(stack(service("app", "app:1", "{'Mode':{'Replicated':{'Replicas':0}}}"))))
        .isEmpty();
  }

  @Test
  void moreReplicasThanTheNodesMayTakeIsTold() {
    String spread =
        "{'Mode':{'Replicated':{'Replicas':3}},'TaskTemplate':{'Placement':{'MaxReplicas':1}}}";

    assertThat(problems(stack(service("app", "app:1", spread))))
        .singleElement()
        .asString()
        .contains("3 replicas at no more than 1 a node", "the 1 that fit");
    world.nodes.add(World.node("node2", Map.of()));
    world.nodes.add(World.node("node3", Map.of()));
    assertThat(problems(stack(service("app", "app:1", spread)))).isEmpty();
  }

  @Test
  void whatOtherServicesReserveIsNotFree() {
    other("api_app", reserving(1_500_000_000L));

    assertThat(problems(stack(service("app", "app:1", reserving(1_000_000_000L)))))
        .singleElement()
        .asString()
        .contains(
            "reserves 1 processors a task", "has room for 0 of 1 tasks", "resources.reservations");
    assertThat(problems(stack(service("app", "app:1", reserving(500_000_000L))))).isEmpty();
    world.nodes.add(World.node("node2", Map.of()));
    assertThat(problems(stack(service("app", "app:1", reserving(1_000_000_000L))))).isEmpty();
  }

  @Test
  void theRoomOfServicesThePlanReplacesOrRemovesComesFree() {
    world.deploy(
        stack(
            service("app", "app:1", reserving(1_000_000_000L)),
            service("old", "app:1", reserving(1_000_000_000L))));
    running("web_app");
    running("web_old");

    assertThat(problems(stack(service("app", "app:1", reserving(2_000_000_000L))))).isEmpty();
  }

  @Test
  void aGlobalServiceNeedsRoomOnEveryNodeItGoesTo() {
    world.nodes.add(World.node("node2", Map.of()));
    other("api_app", reserving(1_500_000_000L));
    String global =
        "{'Mode':{'Global':{}},'TaskTemplate':{'Resources':{'Reservations':{'NanoCPUs':1000000000}}}}";
    var spec = service("agent", "app:1", global).spec();
    spec.withObjectProperty("Mode").remove("Replicated");

    assertThat(problems(stack(new skep.deploy.stack.DesiredService("web_agent", spec, List.of()))))
        .singleElement()
        .asString()
        .contains("on every node", "less than that on node1");
  }

  @Test
  void servicesThatFitAloneAndNotTogetherAreTold() {
    assertThat(
            problems(
                stack(
                    service("a", "app:1", reserving(1_500_000_000L)),
                    service("b", "app:1", reserving(1_500_000_000L)))))
        .singleElement()
        .asString()
        .contains("the stack web", "reserve 3 processors", "other services leave 2 processors");
  }

  @Test
  void aGenericResourceInUseIsNotFree() {
    SwarmNode node = world.nodes.removeFirst();
    world.nodes.add(
        new SwarmNode(
            node.id(),
            node.hostname(),
            node.role(),
            node.availability(),
            node.state(),
            node.address(),
            node.os(),
            node.architecture(),
            node.labels(),
            node.engineLabels(),
            node.nanoCpus(),
            node.memoryBytes(),
            Map.of("GPU", 2L),
            node.plugins(),
            node.managerStatus()));
    String gpu =
        "{'TaskTemplate':{'Resources':{'Reservations':{'GenericResources':[{'DiscreteResourceSpec':{'Kind':'GPU','Value':1}}]}}}}";
    other("api_app", gpu);
    assertThat(problems(stack(service("app", "app:1", gpu)))).isEmpty();
    other("api_more", gpu);
    assertThat(problems(stack(service("app", "app:1", gpu))))
        .singleElement()
        .asString()
        .contains("reserves 1 GPU a task", "room for 0 of 1 tasks");
  }

  private static String reserving(long nanoCpus) {
    return "{'TaskTemplate':{'Resources':{'Reservations':{'NanoCPUs':%d}}}}".formatted(nanoCpus);
  }

  /** Of another stack, with one task on node1. */
  private void other(String name, String more) {
    world.running(name, service("x", "app:1", more).spec());
    world.edit(name, "{'Labels':{'com.docker.stack.namespace':'api'}}");
    running(name);
  }

  private void running(String name) {
    SwarmService service = world.services.get(name);
    live.add(
        new SwarmTask(
            name + ".1",
            service.id(),
            Optional.of("node1id"),
            OptionalInt.of(1),
            (ObjectNode) service.spec().path("TaskTemplate"),
            "running",
            "running",
            "",
            OptionalInt.empty(),
            World.NOW,
            World.NOW,
            OptionalLong.empty()));
  }

  @Test
  void anImageForNoNodeThatMayRunItIsTold() {
    world.nodes.clear();
    world.nodes.add(armNode());
    world.pinned.put("app:1", new ResolvedImages.Pinned("app:1@" + Specs.OLD, List.of()));
    Plan plan = world.plan(stack(service("app")));

    try (var swarm = SimulatedSwarm.start(Options.QUICK)) {
      assertThat(images(swarm, ResolvedImages.NONE, plan))
          .singleElement()
          .asString()
          .contains("service web_app", "its image runs on linux/amd64");
    }
  }

  @Test
  void anImageThatWasJustAskedForIsNotAskedForAgain() {
    world.image("missing:1", Specs.OLD);
    Plan plan = world.plan(stack(service("app", "missing:1", "{}")));

    try (var swarm = SimulatedSwarm.start(Options.QUICK)) {
      assertThat(images(swarm, ResolvedImages.NONE, plan))
          .singleElement()
          .asString()
          .contains("nodes could not pull it for web_app");
      assertThat(images(swarm, new ResolvedImages(world.pinned, Map.of()), plan)).isEmpty();
    }
  }

  private List<PreflightProblem> images(SimulatedSwarm swarm, ResolvedImages known, Plan plan) {
    return new ImageCheck(swarm, RegistryCredentials.NONE, known)
        .problems(Outlook.of(plan, world.actual()));
  }

  private static SwarmNode armNode() {
    return new SwarmNode(
        "arm1id",
        "arm1",
        "worker",
        "active",
        "ready",
        "10.0.0.2",
        "linux",
        "aarch64",
        Map.of(),
        Map.of(),
        2_000_000_000L,
        4L << 30,
        Map.of(),
        Set.of(),
        Optional.empty());
  }

  @Test
  void aPortAnotherStackPublishesIsTold() {
    world.running("api_app", service("x", "app:1", port("ingress")).spec());
    world.edit("api_app", "{'Labels':{'com.docker.stack.namespace':'api'}}");

    assertThat(problems(stack(service("app", "app:1", port("ingress")))))
        .singleElement()
        .asString()
        .contains("port 80/tcp is published by api_app already");
  }

  @Test
  void twoHostPortsGetAlongWhileThereAreNodesEnough() {
    DesiredStack desired =
        stack(service("a", "app:1", port("host")), service("b", "app:1", port("host")));

    assertThat(problems(desired)).hasSize(2);
    world.nodes.add(World.node("node2", Map.of()));
    assertThat(problems(desired)).isEmpty();
  }

  @Test
  void aPortHandedOverInsideTheStackIsNoConflict() {
    world.deploy(stack(service("a", "app:1", port("ingress")), service("b")));

    assertThat(problems(stack(service("a"), service("b", "app:1", port("ingress"))))).isEmpty();
  }

  private List<PreflightProblem> problems(DesiredStack desired) {
    return problems(world.plan(desired));
  }

  private List<PreflightProblem> problems(Plan plan) {
    Outlook outlook = Outlook.of(plan, world.actual());
    var problems = new ArrayList<PreflightProblem>();
    problems.addAll(ReferenceCheck.problems(outlook));
    problems.addAll(JobCheck.problems(outlook));
    problems.addAll(PlacementCheck.problems(outlook));
    problems.addAll(RoomCheck.problems(outlook, live));
    problems.addAll(PortCheck.problems(outlook));
    return problems;
  }

  private static String attached(String network) {
    return "{'TaskTemplate':{'Networks':[{'Target':'%s'}]}}".formatted(network);
  }

  private static String port(String mode) {
    return "{'EndpointSpec':{'Ports':[{'TargetPort':80,'PublishedPort':80,'PublishMode':'%s'}]}}"
        .formatted(mode);
  }
}
