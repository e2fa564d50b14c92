package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.apply.Scene.attached;
import static skep.deploy.apply.Scene.change;
import static skep.deploy.apply.Scene.creating;
import static skep.deploy.apply.Scene.orderOf;
import static skep.deploy.apply.Scene.remove;
import static skep.deploy.apply.Scene.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.release.RecordData;
import skep.deploy.release.Release;
import skep.deploy.verify.FailedTask;
import skep.deploy.verify.Probe;

/** Everything that goes wrong ends in "verified new" or "verified old", and that is true. */
class FailureSuiteTest {
  private final SmallSwarm swarm = new SmallSwarm();
  private final Scene scene = new Scene(swarm, Scene.QUICK, Scene.BRIEF).deployed();

  private Verdict update(ObjectNode db, ObjectNode app) {
    return scene.run(
        orderOf(
            scene.plan(
                change(Action.UPDATE, attached(db)),
                change(Action.UPDATE, attached(app), "web_db"))));
  }

  private Verdict.VerifiedOld verifiedOld(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.VerifiedOld.class);
    assertThat(scene.image("web_db")).isEqualTo("ok-db-1");
    assertThat(scene.image("web_app")).isEqualTo("ok-app-1");
    assertThat(scene.tasks("web_db")).containsExactly("running ok-db-1", "running ok-db-1");
    assertThat(scene.tasks("web_app")).containsExactly("running ok-app-1", "running ok-app-1");
    assertThat(scene.releases.latest("web").map(Release::state))
        .contains(Release.State.ROLLED_BACK);
    assertThat(scene.releases.inFlight("web")).isEmpty();
    assertThat(scene.locks.holder("web")).isEmpty();
    return (Verdict.VerifiedOld) verdict;
  }

  private void verifiedNew(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.VerifiedNew.class);
    assertThat(scene.releases.latest("web").map(Release::state)).contains(Release.State.RELEASED);
    assertThat(scene.locks.holder("web")).isEmpty();
  }

  @Test
  void aGoodUpdateIsVerifiedNew() {
    verifiedNew(update(service("web_db", "ok-db-2"), service("web_app", "ok-app-2")));

    assertThat(scene.tasks("web_app")).containsExactly("running ok-app-2", "running ok-app-2");
    assertThat(
            scene.releases.latestVerified("web").orElseThrow().services().get("web_app").toString())
        .contains("ok-app-2", "web_default");
  }

  @Test
  void tasksTheEngineForgotToEndAreEndedBeforeTheEnd() {
    swarm.crowded.add("web_app");
    verifiedNew(update(service("web_db", "ok-db-2"), service("web_app", "ok-app-2")));

    assertThat(scene.tasks("web_app")).containsExactly("running ok-app-2", "running ok-app-2");
    assertThat(swarm.writes).containsSubsequence("update web_app", "update web_app");
    assertThat(scene.events)
        .extracting(Object::toString)
        .anyMatch(event -> event.contains("2/2 running, 1 too many"));
  }

  @Test
  void tasksTheEngineForgotOnTheWayBackAreEndedToo() {
    swarm.crowded.add("web_app");
    verifiedOld(update(service("web_db", "missing"), service("web_app", "ok-app-2")));
  }

  @Test
  void anImageThatIsMissingTakesTheWholeStackBack() {
    var old = verifiedOld(update(service("web_db", "ok-db-2"), service("web_app", "missing")));

    assertThat(old.reason()).contains("web_app", "No such image");
    assertThat(old.report().task()).map(FailedTask::node).contains("node-1");
  }

  @Test
  void aCrashLoopIsToldWithItsExitCodeAndLogRedacted() {
    var old = verifiedOld(update(service("web_db", "ok-db-2"), service("web_app", "crash")));

    assertThat(old.reason()).contains("web_app does not stay up", "exit code 3");
    assertThat(old.report().log())
        .containsExactly("starting", "password is [redacted]", "giving up");
  }

  @Test
  void anUnhealthyServiceTakesTheWholeStackBack() {
    var old = verifiedOld(update(service("web_db", "unhealthy"), service("web_app", "ok-app-2")));

    assertThat(old.reason()).contains("web_db", "unhealthy container");
  }

  @Test
  void aOneShotThatFailsTakesTheStackBackAndIsRemoved() {
    ObjectNode migrate = service("web_migrate", "exit-3");
    migrate.withObjectProperty("TaskTemplate").putObject("RestartPolicy").put("Condition", "none");
    Verdict verdict =
        scene.run(
            orderOf(
                scene.plan(
                    change(Action.CREATE, migrate),
                    change(
                        Action.UPDATE, attached(service("web_app", "ok-app-2")), "web_migrate"))));

    assertThat(verifiedOld(verdict).reason()).contains("web_migrate", "exit code 3");
    assertThat(swarm.service("web_migrate")).isEmpty();
  }

  @Test
  void aOneShotThatEndsWellIsVerifiedNew() {
    ObjectNode migrate = service("web_migrate", "exit-0");
    migrate.withObjectProperty("TaskTemplate").putObject("RestartPolicy").put("Condition", "none");

    verifiedNew(scene.run(orderOf(scene.plan(change(Action.CREATE, migrate)))));
  }

  @Test
  void aServiceWithoutTasksIsVerifiedNewAndNotWaitedFor() {
    ObjectNode none = service("web_spare", "ok");
    none.putObject("Mode").putObject("Replicated").put("Replicas", 0);

    verifiedNew(scene.run(orderOf(scene.plan(change(Action.CREATE, none)))));
  }

  @Test
  void anUpdateTheSwarmPausedIsAFailure() {
    ObjectNode app = service("web_app", "crash");
    app.putObject("UpdateConfig").put("FailureAction", "pause");

    var old = verifiedOld(update(service("web_db", "ok-db-2"), app));
    assertThat(old.reason()).contains("web_app was paused by the Swarm");
  }

  @Test
  void halfOfTheServicesFailingTakesTheOtherHalfBackToo() {
    var old = verifiedOld(update(service("web_db", "ok-db-2"), service("web_app", "unhealthy")));

    assertThat(old.report().services()).hasSize(2).allMatch(line -> line.contains("is as wanted"));
  }

  @Test
  void aServiceSomebodyElseChangedBeforeItsTurnIsLeftToThem() {
    Verdict verdict =
        scene.run(
            orderOf(
                scene.plan(
                    change(Action.UPDATE, attached(service("web_db", "ok-db-2"))),
                    change(Action.UPDATE, attached(service("web_app", "ok-app-2")), "web_db"))),
            moment -> {
              if (moment.equals("after update service web_db")) {
                swarm.change(
                    "web_app",
                    spec ->
                        spec.withObjectProperty("Mode")
                            .withObjectProperty("Replicated")
                            .put("Replicas", 5));
              }
            });

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.VerifiedOld.class,
            old -> assertThat(old.reason()).isEqualTo("somebody else changed web_app meanwhile"));
    assertThat(scene.tasks("web_db")).containsExactly("running ok-db-1", "running ok-db-1");
    assertThat(scene.tasks("web_app")).hasSize(5);
  }

  @Test
  void aServiceSomebodyElseChangedWhileItConvergesIsToldAndTakenBack() {
    Verdict verdict =
        scene.run(
            orderOf(scene.plan(change(Action.UPDATE, attached(service("web_app", "ok-app-2"))))),
            moment -> {
              if (moment.equals("noted verifying")) {
                swarm.change(
                    "web_app", spec -> spec.withObjectProperty("Labels").put("by", "hand"));
              }
            });

    assertThat(verifiedOld(verdict).reason()).isEqualTo("somebody else changed web_app meanwhile");
  }

  @Test
  void aSecretStillInUseIsLeftAndSaid() {
    swarm.createSecret(RecordData.object().put("Name", "web_password_v1"));
    ObjectNode other = service("other_app", "ok");
    other
        .withObjectProperty("TaskTemplate")
        .withObjectProperty("ContainerSpec")
        .withArrayProperty("Secrets")
        .addObject()
        .put("SecretID", swarm.secrets().getFirst().id());
    swarm.createService(other, skep.deploy.swarm.RegistryCredential.NONE);

    Verdict verdict =
        scene.run(
            orderOf(
                scene.plan(
                    change(Action.UPDATE, attached(service("web_app", "ok-app-2"))),
                    remove(ObjectKind.SECRET, "web_password_v1"))));

    verifiedNew(verdict);
    assertThat(((Verdict.VerifiedNew) verdict).report().notes())
        .singleElement()
        .asString()
        .contains("secret web_password_v1 was left", "in use");
  }

  @Test
  void aNetworkStillInUseIsLeftAndSaid() {
    Verdict verdict =
        scene.run(
            orderOf(
                scene.plan(
                    change(Action.UPDATE, attached(service("web_app", "ok-app-2"))),
                    remove(ObjectKind.NETWORK, "web_default"))));

    verifiedNew(verdict);
    assertThat(((Verdict.VerifiedNew) verdict).report().notes())
        .singleElement()
        .asString()
        .contains("network web_default was left");
  }

  @Test
  void aProbeThatFailsTakesTheStackBack() {
    var probe = new Probe.Tcp("127.0.0.1", 1, Duration.ofMillis(50));
    Verdict verdict =
        scene.run(
            orderOf(
                scene.plan(
                    change(Action.UPDATE, attached(service("web_db", "ok-db-2"))),
                    change(Action.UPDATE, attached(service("web_app", "ok-app-2")))),
                probe));

    assertThat(verifiedOld(verdict).reason()).contains("TCP 127.0.0.1:1", "no connection");
  }

  @Test
  void aServiceThatNeverGetsReadyEndsAtItsDeadline() {
    var patient =
        new Scene(
            swarm,
            new skep.deploy.verify.Timing(
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                Duration.ofMillis(200)),
            Scene.BRIEF);
    Verdict verdict =
        patient.run(
            orderOf(scene.plan(change(Action.UPDATE, attached(service("web_app", "slow"))))));

    assertThat(verifiedOld(verdict).reason()).contains("did not get there in time", "2 preparing");
  }

  @Test
  void whatAFailedDeploymentCreatedIsSweptAway() {
    Verdict verdict =
        scene.run(
            orderOf(
                scene.plan(
                    creating(ObjectKind.NETWORK, "web_extra"),
                    creating(ObjectKind.SECRET, "web_token_v1"),
                    change(Action.CREATE, service("web_new", "crash")))));

    verifiedOld(verdict);
    assertThat(swarm.service("web_new")).isEmpty();
    assertThat(swarm.networks()).extracting(it -> it.name()).containsExactly("web_default");
    assertThat(swarm.secrets()).isEmpty();
  }

  @Test
  void aRemovedServiceGoesLastAndStaysWhereTheRestFails() {
    Verdict failed =
        scene.run(
            orderOf(
                scene.plan(
                    change(Action.UPDATE, attached(service("web_app", "crash"))),
                    remove(ObjectKind.SERVICE, "web_db"))));
    verifiedOld(failed);

    verifiedNew(
        scene.run(
            orderOf(
                scene.plan(
                    change(Action.UPDATE, attached(service("web_app", "ok-app-2"))),
                    remove(ObjectKind.SERVICE, "web_db")))));
    assertThat(swarm.service("web_db")).isEmpty();
  }

  @Test
  void aServiceInTheWayOfAPublishedPortIsRemovedFirstAndComesBack() {
    ObjectNode old = service("web_door", "ok-door");
    old.putObject("EndpointSpec")
        .putArray("Ports")
        .addObject()
        .put("PublishedPort", 80)
        .put("Protocol", "tcp");
    verifiedNew(scene.run(orderOf(scene.plan(change(Action.CREATE, old)))));
    ObjectNode fresh = service("web_gate", "crash");
    fresh.set("EndpointSpec", old.get("EndpointSpec"));

    verifiedOld(
        scene.run(
            orderOf(
                scene.plan(change(Action.CREATE, fresh), remove(ObjectKind.SERVICE, "web_door")))));

    assertThat(swarm.writes)
        .containsSubsequence(
            "remove web_door", "create web_gate", "remove web_gate", "create web_door");
    assertThat(scene.tasks("web_door")).containsExactly("running ok-door", "running ok-door");
  }

  @Test
  void anUnchangedServiceGetsNoCall() {
    swarm.writes.clear();
    var same =
        new skep.deploy.plan.Plan.Change(
            ObjectKind.SERVICE,
            "web_db",
            Action.NONE,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    verifiedNew(
        scene.run(
            orderOf(
                scene.plan(
                    same, change(Action.UPDATE, attached(service("web_app", "ok-app-2")))))));

    assertThat(swarm.writes).containsExactly("update web_app");
    assertThat(scene.releases.latest("web").orElseThrow().services())
        .containsKeys("web_db", "web_app");
    assertThat(scene.run(orderOf(scene.plan(same)))).isEqualTo(new Verdict.NothingToDo());
  }

  @Test
  void aRefusingGateChangesNothing() {
    swarm.writes.clear();
    Gate stale = () -> Optional.of(new Gate.Refusal("web_app moved", "/diff web"));
    Verdict verdict =
        scene.run(
            orderOf(scene.plan(change(Action.UPDATE, service("web_app", "ok-app-2")))),
            stale,
            Gate.OPEN);

    assertThat(verdict).isEqualTo(new Verdict.Refused("web_app moved", "/diff web"));
    assertThat(swarm.writes).isEmpty();
    assertThat(scene.releases.history("web")).hasSize(1);
    assertThat(scene.locks.holder("web")).isEmpty();
  }

  @Test
  void aListenerThatFailsDoesNotFailTheDeployment() {
    verifiedNew(
        scene.watched(
            orderOf(scene.plan(change(Action.UPDATE, attached(service("web_app", "ok-app-2"))))),
            _ -> {
              throw new IllegalStateException("chat is down");
            }));
  }

  @Test
  void aLockedStackIsNotTouched() {
    scene.locks.hold("web", Scene.ANN, "database moves");

    assertThat(update(service("web_db", "ok-db-2"), service("web_app", "ok-app-2")))
        .isInstanceOfSatisfying(
            Verdict.Locked.class,
            locked -> assertThat(locked.held().reason()).isEqualTo("database moves"));
    assertThat(scene.image("web_app")).isEqualTo("ok-app-1");
  }
}
