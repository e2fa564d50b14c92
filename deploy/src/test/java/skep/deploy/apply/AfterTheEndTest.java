package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.apply.Scene.attached;
import static skep.deploy.apply.Scene.change;
import static skep.deploy.apply.Scene.orderOf;
import static skep.deploy.apply.Scene.remove;
import static skep.deploy.apply.Scene.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.plan.content.Labels;
import skep.deploy.release.Consent;
import skep.deploy.release.RecordData;
import skep.deploy.release.Release.State;
import skep.deploy.release.Releases;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Faults;
import skep.deploy.swarm.Faults.Fault;
import skep.deploy.swarm.FaultySwarm;
import skep.deploy.swarm.SwarmSecret;
import skep.secrets.repository.CommitId;

/** Nothing that goes wrong after the verdict was found changes it. */
class AfterTheEndTest {
  /** Gives up at the first sign. */
  private static final Patience NONE =
      new Patience(Duration.ZERO, Duration.ofMillis(10), Duration.ofMillis(5));

  private final SmallSwarm inner = new SmallSwarm();
  private final Faults faults = new Faults();
  private final Scene scene =
      new Scene(new FaultySwarm(inner, faults), Scene.QUICK, NONE).deployed();

  private Verdict update(String image) {
    return scene.run(
        orderOf(scene.plan(change(Action.UPDATE, attached(service("web_app", image))))));
  }

  /** Releases that came and went, the oldest of them the only one with this secret. */
  private void history(String secret, int count) {
    for (int i = 0; i < count; i++) {
      scene
          .releases
          .begin(
              new Releases.Draft(
                  "web",
                  new CommitId("0123456789012345678901234567890123456789"),
                  "p",
                  Map.of(),
                  Map.of(),
                  i == 0 ? Map.of(secret, "f") : Map.of(),
                  Scene.ANN,
                  Consent.NOT_ASKED,
                  "message m0",
                  List.of(),
                  RecordData.object(),
                  Optional.empty()))
          .end(State.ROLLED_BACK, "");
    }
  }

  private void secret(String name, boolean ours) {
    ObjectNode spec = RecordData.object().put("Name", name);
    if (ours) {
      spec.putObject("Labels").put(Labels.NAMESPACE, "web").put(Labels.NAME, "web_token");
    }
    inner.createSecret(spec);
  }

  private void isReleased(Verdict verdict, String image) {
    assertThat(verdict).isInstanceOf(Verdict.VerifiedNew.class);
    assertThat(scene.image("web_app")).isEqualTo(image);
    assertThat(scene.releases.latest("web").orElseThrow().state()).isEqualTo(State.RELEASED);
    assertThat(scene.locks.holder("web")).isEmpty();
  }

  @Test
  void anOutageWhileOldReleasesAreForgottenIsNoted() {
    history("web_token-1", 24);
    faults.on("removeConfig", 1, new Fault.FailBefore(AfterTheEndTest::outage));

    Verdict verdict = update("ok-app-2");

    isReleased(verdict, "ok-app-2");
    assertThat(((Verdict.VerifiedNew) verdict).report().notes())
        .singleElement()
        .asString()
        .startsWith("old releases were not forgotten");
  }

  @Test
  void anOldReleaseThatCannotBeReadIsNoReasonToGoBack() {
    ObjectNode spec = RecordData.object().put("Name", "skep-release-web-0");
    spec.put("Data", Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}));
    spec.putObject("Labels")
        .put("skep.record", "release")
        .put("skep.stack", "web")
        .put("skep.release", "0")
        .put("skep.state", "released");
    inner.createConfig(spec);

    isReleased(update("ok-app-2"), "ok-app-2");
  }

  @Test
  void versionsOnlyForgottenReleasesNeededGoWithThem() {
    secret("web_token-1", true);
    secret("web_by_hand", false);
    history("web_token-1", 20);
    history("web_by_hand", 20);

    isReleased(update("ok-app-2"), "ok-app-2");

    assertThat(scene.releases.history("web")).hasSize(Releases.KEPT);
    assertThat(inner.secrets()).extracting(SwarmSecret::name).containsExactly("web_by_hand");
  }

  @Test
  void aVersionStillInUseIsLeftAndSaid() {
    secret("web_token-1", true);
    ObjectNode other = service("other_app", "ok");
    other
        .withObjectProperty("TaskTemplate")
        .withObjectProperty("ContainerSpec")
        .withArrayProperty("Secrets")
        .addObject()
        .put("SecretID", inner.secrets().getFirst().id());
    inner.createService(other, skep.deploy.swarm.RegistryCredential.NONE);
    history("web_token-1", 21);

    Verdict verdict = update("ok-app-2");

    isReleased(verdict, "ok-app-2");
    assertThat(((Verdict.VerifiedNew) verdict).report().notes())
        .singleElement()
        .asString()
        .startsWith("secret web_token-1, which no release needs, was left");
  }

  @Test
  void aReleaseThatFailedForgetsOldOnesToo() {
    history("web_token-1", 30);

    assertThat(update("crash")).isInstanceOf(Verdict.VerifiedOld.class);

    // The twenty, and the one that runs.
    assertThat(scene.releases.history("web")).hasSize(Releases.KEPT + 1);
  }

  @Test
  void anOutageWhileALeftoverIsRemovedIsNoted() {
    inner.createSecret(RecordData.object().put("Name", "web_old-1"));
    faults.on("removeSecret", 1, new Fault.FailBefore(AfterTheEndTest::outage));

    Verdict verdict =
        scene.run(
            orderOf(
                scene.plan(
                    change(Action.UPDATE, attached(service("web_app", "ok-app-2"))),
                    remove(ObjectKind.SECRET, "web_old-1"))));

    isReleased(verdict, "ok-app-2");
    assertThat(((Verdict.VerifiedNew) verdict).report().notes())
        .singleElement()
        .asString()
        .startsWith("secret web_old-1 was left");
  }

  @Test
  void anOutageWhileAnOldServiceIsRemovedIsNoted() {
    faults.on("removeService", 1, new Fault.FailBefore(AfterTheEndTest::outage));

    Verdict verdict =
        scene.run(
            orderOf(
                scene.plan(
                    change(Action.UPDATE, attached(service("web_app", "ok-app-2"))),
                    remove(ObjectKind.SERVICE, "web_db"))));

    isReleased(verdict, "ok-app-2");
    assertThat(scene.tasks("web_db")).containsExactly("running ok-db-1", "running ok-db-1");
  }

  @Test
  void anOutageWhileTheEndIsNotedLeavesItToTheNextRound() {
    Verdict verdict =
        scene.run(
            orderOf(scene.plan(change(Action.UPDATE, attached(service("web_app", "ok-app-2"))))),
            moment -> {
              if (moment.equals("before noting the end")) {
                faults.on("relabelConfig", 1, new Fault.FailBefore(AfterTheEndTest::outage));
              }
            });

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.LeftOpen.class, open -> assertThat(open.reason()).contains("does not answer"));
    assertThat(scene.recover(Checkpoint.NONE))
        .singleElement()
        .satisfies(one -> isReleased(one.verdict(), "ok-app-2"));
  }

  private static EngineException outage() {
    return new EngineException.Unreachable("lost", new IOException("reset"));
  }
}
