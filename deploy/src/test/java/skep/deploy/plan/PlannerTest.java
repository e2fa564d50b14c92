package skep.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static skep.deploy.plan.Specs.service;
import static skep.deploy.plan.Specs.stack;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.plan.Plan.Field;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.plan.Plan.ResolveImage;

class PlannerTest {
  private final World world = new World();

  @Test
  void aFirstDeploymentCreatesNetworksBeforeServices() {
    Plan plan = world.plan(stack(service("app")));

    assertThat(plan.changes())
        .extracting(Change::kind, Change::name, Change::action)
        .containsExactly(
            tuple(ObjectKind.NETWORK, "web_default", Action.CREATE),
            tuple(ObjectKind.SERVICE, "web_app", Action.CREATE));
    assertThat(plan.isEmpty()).isFalse();
    assertThat(plan.drift()).isEmpty();
    assertThat(change(plan, "web_app").effect().orElseThrow().summary()).isEqualTo("starts 1 task");
  }

  @Test
  void deployingTheSameTwiceChangesNothing() {
    world.deploy(stack(service("app"), service("db")));

    Plan again = world.plan(stack(service("app"), service("db")));

    assertThat(again.isEmpty()).isTrue();
    assertThat(again.changes()).hasSize(3).allMatch(change -> change.action() == Action.NONE);
    assertThat(again.drift()).isEmpty();
  }

  @Test
  void theImageIsPinnedToItsDigestAndPlatformAsTheCliDoes() {
    Plan plan = world.plan(stack(service("app")));

    var spec = change(plan, "web_app").spec().orElseThrow();
    assertThat(spec.at("/TaskTemplate/ContainerSpec/Image").asText())
        .isEqualTo("app:1@" + Specs.OLD);
    assertThat(spec.at("/TaskTemplate/Placement/Platforms/0").toString())
        .isEqualTo("{\"Architecture\":\"amd64\",\"OS\":\"linux\"}");
    assertThat(spec.at("/Labels/com.docker.stack.image").asText()).isEqualTo("app:1");
  }

  @Test
  void aMovedTagShowsAsAChangeOfTheDigest() {
    world.deploy(stack(service("app")));
    world.image("app:1", Specs.NEW);

    assertThat(fields(world.plan(stack(service("app"))), "web_app"))
        .containsExactly(field("image", "app:1@" + Specs.OLD, "app:1@" + Specs.NEW));
  }

  @Test
  void withResolveChangedAMovedTagIsLeftAlone() {
    world.deploy(stack(service("app")));
    world.pinned.clear();
    world.options = options(ResolveImage.CHANGED, Optional.empty());

    assertThat(world.plan(stack(service("app"))).isEmpty()).isTrue();
    assertThat(
            Planner.imagesToResolve(
                stack(service("app"), service("new", "other:1", "{}")),
                world.actual(),
                world.options))
        .containsExactly("other:1");
  }

  @Test
  void withResolveNeverATagIsDeployedAsItIsWrittenAndTheRegistryIsNotAsked() {
    world.pinned.clear();
    world.options = options(ResolveImage.NEVER, Optional.empty());
    var desired = stack(service("app", "app", "{}"));

    assertThat(Planner.imagesToResolve(desired, world.actual(), world.options)).isEmpty();
    assertThat(fields(world.plan(desired), "web_app"))
        .contains(new Field("image", Optional.empty(), Optional.of("app:latest")));
  }

  @Test
  void anImageThatDoesNotResolveRefusesThePlanAndSaysWhatToType() {
    world.pinned.clear();
    world.unresolved.put("app:1", "manifest unknown");

    assertThatThrownBy(() -> world.plan(stack(service("app"))))
        .isInstanceOf(PlanRefused.class)
        .hasMessageContaining("app:1")
        .hasMessageContaining("docker.io answers: manifest unknown")
        .hasMessageContaining("--resolve-image never");
  }

  @Test
  void aMereDiffWarnsOfAnImageThatDoesNotResolveAndKeepsTheRunningOne() {
    world.deploy(stack(service("app")));
    world.pinned.clear();
    world.unresolved.put("app:1", "connection refused");
    world.strict = false;

    Plan plan = world.plan(stack(service("app")));

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.warnings()).singleElement().asString().contains("connection refused");
  }

  @Test
  void anImagePinnedInTheFileNeedsNoAnswerOfItsRegistry() {
    world.pinned.clear();

    Plan plan = world.plan(stack(service("app", "app@" + Specs.NEW, "{}")));

    assertThat(fields(plan, "web_app"))
        .contains(new Field("image", Optional.empty(), Optional.of("app@" + Specs.NEW)));
  }

  @Test
  void anImageNameThatIsNoneIsRefusedWithTheService() {
    assertThatThrownBy(() -> world.plan(stack(service("app", "App Server", "{}"))))
        .isInstanceOf(PlanRefused.class)
        .hasMessageContaining("web_app")
        .hasMessageContaining("registry/name:tag");
  }

  @Test
  void someoneElsesForcedUpdateIsNoReasonToRestart() {
    world.deploy(stack(service("app")));
    world.edit(
        "web_app", forced(world.services.get("web_app").spec().path("TaskTemplate").toString()));

    assertThat(world.plan(stack(service("app"))).isEmpty()).isTrue();
  }

  @Test
  void aServiceNoLongerInTheFilesIsRemovedLast() {
    world.deploy(stack(service("old"), service("app")));

    Plan plan = world.plan(stack(service("app"), service("new")));

    assertThat(plan.changes().stream().filter(c -> c.kind() == ObjectKind.SERVICE))
        .extracting(Change::name)
        .containsExactly("web_app", "web_new", "web_old");
    assertThat(change(plan, "web_old").action()).isEqualTo(Action.REMOVE);
    assertThat(change(plan, "web_old").effect().orElseThrow().summary())
        .isEqualTo("stops 1 task for good");
  }

  @Test
  void aNetworkNoLongerInTheFilesGoesUnlessAnotherStackUsesIt() {
    world.network("web_old", "swarm", Map.of("com.docker.stack.namespace", "web"));
    world.network("web_shared", "swarm", Map.of("com.docker.stack.namespace", "web"));
    world.running(
        "api_app",
        Specs.json(
            "{'Labels':{'com.docker.stack.namespace':'api'},'TaskTemplate':{'Networks':[{'Target':'web_sharedid'}]}}"));

    Plan plan = world.plan(stack(service("app")));

    assertThat(change(plan, "web_old").action()).isEqualTo(Action.REMOVE);
    assertThat(plan.changes()).noneMatch(change -> change.name().equals("web_shared"));
    assertThat(plan.warnings()).singleElement().asString().contains("web_shared", "it stays");
  }

  @Test
  void aChangedNetworkIsToldAndLeftAsItIs() {
    world.deploy(stack(service("app")));
    var attachable = Specs.network("default").spec().put("Attachable", true);
    var desired =
        new skep.deploy.stack.DesiredStack(
            "web",
            List.of(new skep.deploy.stack.DesiredNetwork("web_default", false, attachable)),
            List.of(),
            List.of(),
            List.of(service("app")),
            List.of());

    Plan plan = world.plan(desired);

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.warnings())
        .singleElement()
        .asString()
        .contains("attachable is false, the file says true", "new name");
  }

  @Test
  void filesWithoutAnyServiceDoNotTakeTheStackAway() {
    world.deploy(stack(service("app")));

    assertThatThrownBy(() -> world.plan(stack()))
        .isInstanceOf(PlanRefused.class)
        .hasMessageContaining("would remove all 1")
        .hasMessageContaining("docker stack rm web");
  }

  @Test
  void servicesChangeAfterThoseTheyDependOn() {
    Plan plan =
        world.plan(
            stack(
                service("app", "app:1", "{}", "web_db", "web_cache"),
                service("cache", "app:1", "{}", "web_db"),
                service("db")));

    assertThat(plan.changes())
        .extracting(Change::name)
        .containsExactly("web_default", "web_db", "web_cache", "web_app");
    assertThat(change(plan, "web_app").dependsOn()).containsExactly("web_db", "web_cache");
  }

  @Test
  void dependenciesInACircleAreRefused() {
    assertThatThrownBy(() ->
            world.plan(
                stack(service("a", "app:1", "{}", "web_b"), service("b", "app:1", "{}", "web_a"))))
        .isInstanceOf(PlanRefused.class)
        .hasMessageContaining("circle");
  }

  @Test
  void aServiceThatGivesUpAPortGoesBeforeTheOneThatTakesIt() {
    world.deploy(stack(service("a", "app:1", "{}"), service("b", "app:1", port(80))));

    Plan moved = world.plan(stack(service("a", "app:1", port(80)), service("b")));
    Plan renamed = world.plan(stack(service("a"), service("c", "app:1", port(80))));

    assertThat(moved.changes()).extracting(Change::name).endsWith("web_b", "web_a");
    assertThat(renamed.changes()).extracting(Change::name).endsWith("web_b", "web_c");
    assertThat(change(renamed, "web_c").dependsOn()).containsExactly("web_b");
  }

  @Test
  void whoApprovesANewServiceSeesAllThatTheFileSaysOfIt() {
    String more =
        """
        {'TaskTemplate':{
          'ContainerSpec':{
            'Image':'app:1','Args':['serve','--token=abc'],
            'Env':['LOG=debug','DB_PASSWORD=hunter2'],
            'Mounts':[{'Type':'bind','Source':'/etc','Target':'/host'}],
            'Secrets':[{'SecretName':'ext','File':{'Name':'pw','UID':'0','GID':'0','Mode':292}}],
            'CapabilityAdd':['CAP_NET_ADMIN']},
          'Placement':{'Constraints':['node.role==manager']}}}
        """;

    List<Field> fields = fields(world.plan(stack(service("app", "app:1", more))), "web_app");

    assertThat(fields).allMatch(field -> field.from().isEmpty());
    assertThat(fields)
        .extracting(Field::path, field -> field.to().orElseThrow())
        .containsExactly(
            tuple("image", "app:1@" + Specs.OLD),
            tuple("deploy.replicas", "1"),
            tuple("command", "[\"serve\",\"--token=(hidden)\"]"),
            tuple("cap_add", "CAP_NET_ADMIN"),
            tuple("deploy.placement.constraints", "node.role==manager"),
            tuple("environment.DB_PASSWORD", "(hidden)"),
            tuple("environment.LOG", "debug"),
            tuple("networks.web_default", "as app"),
            tuple("secrets.pw", "ext"),
            tuple("volumes./host", "bind /etc"));
  }

  @Test
  void oneServiceAloneIsPlannedWithWhatItNeedsAndNothingElse() {
    world.deploy(stack(service("app"), service("db")));
    world.image("app:2", Specs.NEW);
    world.options = options(ResolveImage.ALWAYS, Optional.of("app"));

    Plan plan = world.plan(stack(service("app", "app:2", "{}"), service("new")));

    assertThat(plan.changes())
        .as("web_db stays, and is part of the release all the same")
        .extracting(Change::name, Change::action)
        .containsExactly(
            tuple("web_default", Action.NONE),
            tuple("web_app", Action.UPDATE),
            tuple("web_db", Action.NONE));
    assertThat(plan.base()).containsKey("service/web_app").doesNotContainKey("service/web_db");
  }

  @Test
  void aServiceThatIsNotThereIsRefusedWithThoseThatAre() {
    world.options = options(ResolveImage.ALWAYS, Optional.of("ap"));

    assertThatThrownBy(() -> world.plan(stack(service("app"), service("db"))))
        .isInstanceOf(PlanRefused.class)
        .hasMessageContaining("no service ap")
        .hasMessageContaining("app, db");
  }

  @Test
  void aChangeOfModeIsRefusedBecauseASwarmCannot() {
    world.deploy(stack(service("app")));
    var global = service("app").spec();
    global.set("Mode", Specs.json("{'Global':{}}"));

    assertThatThrownBy(() ->
            world.plan(stack(new skep.deploy.stack.DesiredService("web_app", global, List.of()))))
        .isInstanceOf(PlanRefused.class)
        .hasMessageContaining("mode replicated and the file says global");
  }

  @Test
  void whatSomebodyChangedPastSkepIsDriftAndIsPutRight() {
    world.deploy(stack(service("app"), service("db")));
    world.edit("web_app", "{'Mode':{'Replicated':{'Replicas':5}}}");
    world.services.remove("web_db");
    world.running("web_extra", service("extra").spec());

    Plan plan = world.plan(stack(service("app"), service("db")));

    assertThat(plan.drift())
        .extracting(Plan.Drift::name, Plan.Drift::summary)
        .containsExactly(
            tuple("web_app", "was changed past Skep: deploy.replicas"),
            tuple("web_db", "was removed past Skep"),
            tuple("web_extra", "was added past Skep"));
    assertThat(fields(plan, "web_app")).containsExactly(field("deploy.replicas", "5", "1"));
  }

  @Test
  void aRollbackGoesBackToExactlyWhatTheReleaseApplied() {
    world.deploy(stack(service("app")));
    var target = world.release(41, Map.of());
    world.image("app:2", Specs.NEW);
    world.deploy(stack(service("app", "app:2", "{'Labels':{'x':'y'}}"), service("new")));

    Plan back =
        Planner.plan(
            PlanRequest.rollback(
                target,
                world.actual(),
                world.last,
                world.kept,
                World.FINGERPRINTS,
                Plan.Options.DEFAULT,
                "policy",
                World.NOW));

    assertThat(back.kind()).isEqualTo(new Plan.Kind.Rollback(41));
    assertThat(fields(back, "web_app"))
        .containsExactly(
            new Field("deploy.labels.x", Optional.of("y"), Optional.empty()),
            field("image", "app:2@" + Specs.NEW, "app:1@" + Specs.OLD));
    assertThat(change(back, "web_new").action()).isEqualTo(Action.REMOVE);
    assertThat(back.changes())
        .as("the network its services stay attached to")
        .noneMatch(change -> change.name().equals("web_default"));
  }

  @Test
  void namesTooLongForTheSwarmAreAllToldAtOnce() {
    String longName = "n".repeat(70);

    assertThatThrownBy(
            () -> world.plan(Specs.with(stack(service(longName)), Specs.secret(longName, "x"))))
        .isInstanceOf(PlanRefused.class)
        .satisfies(refused -> assertThat(((PlanRefused) refused).reasons()).hasSize(2))
        .hasMessageContaining("the Swarm takes 63")
        .hasMessageContaining("it takes 64");
  }

  private static String forced(String task) {
    return "{'TaskTemplate':" + task.replaceFirst("\\{", "{\"ForceUpdate\":7,") + "}";
  }

  private static String port(int published) {
    return "{'EndpointSpec':{'Ports':[{'TargetPort':80,'PublishedPort':%d}]}}".formatted(published);
  }

  private static Plan.Options options(ResolveImage mode, Optional<String> service) {
    return new Plan.Options(mode, false, false, service);
  }

  private static List<Field> fields(Plan plan, String name) {
    return change(plan, name).fields();
  }

  private static Field field(String path, String from, String to) {
    return new Field(path, Optional.of(from), Optional.of(to));
  }

  private static Change change(Plan plan, String name) {
    return plan.changes().stream()
        .filter(change -> change.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
