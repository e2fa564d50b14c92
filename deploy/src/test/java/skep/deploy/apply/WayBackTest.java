package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static skep.deploy.apply.Scene.attached;
import static skep.deploy.apply.Scene.change;
import static skep.deploy.apply.Scene.creatingVersion;
import static skep.deploy.apply.Scene.detached;
import static skep.deploy.apply.Scene.orderOf;
import static skep.deploy.apply.Scene.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.release.Consent;
import skep.deploy.release.RecordData;
import skep.deploy.release.Release.State;
import skep.deploy.release.Releases;
import skep.deploy.swarm.SwarmSecret;
import skep.secrets.repository.CommitId;

/** What a failed deployment goes back to, and that "verified old" was watched. */
class WayBackTest {
  private final SmallSwarm swarm = new SmallSwarm();
  private final Scene scene = new Scene(swarm, Scene.QUICK, Scene.BRIEF).deployed();

  private Plan plan(String db, String app) {
    return scene.plan(
        change(Action.UPDATE, attached(service("web_db", db))),
        change(Action.UPDATE, attached(service("web_app", app)), "web_db"));
  }

  private Plan onlyApp(String image) {
    return scene.plan(change(Action.UPDATE, attached(service("web_app", image))));
  }

  private void killed(Plan plan, String at) {
    assertThatThrownBy(() -> scene.run(orderOf(plan), killAt(at))).isInstanceOf(Killed.class);
    scene.clock.pass(Duration.ofMinutes(2));
  }

  private static Checkpoint killAt(String at) {
    return moment -> {
      if (moment.equals(at)) {
        throw new Killed();
      }
    };
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private Verdict recovered() {
    return scene.recover(Checkpoint.NONE).getFirst().verdict();
  }

  @Test
  void aServiceTheSwarmItselfRolledBackHalfWayIsBroughtToItsEnd() {
    ObjectNode before = swarm.service("web_app").orElseThrow().spec();
    killed(onlyApp("ok-app-2"), "after update service web_app");
    swarm.stopsRollingBack("web_app", before);

    assertThat(recovered()).isInstanceOf(Verdict.VerifiedOld.class);
    assertThat(scene.tasks("web_app")).containsExactly("running ok-app-1", "running ok-app-1");
  }

  @Test
  void aServiceADeadBotHadTakenBackIsStillWatched() {
    killed(onlyApp("crash"), "after update service web_app");
    assertThatThrownBy(() -> scene.recover(killAt("after restoring service web_app")))
        .isInstanceOf(Killed.class);
    scene.clock.pass(Duration.ofMinutes(2));
    swarm.spoilt.add("ok-app-1");
    swarm.writes.clear();

    assertThat(recovered())
        .isInstanceOfSatisfying(
            Verdict.Failed.class,
            failed -> assertThat(failed.state()).contains("what ran before does not run again"));
    assertThat(swarm.writes).as("it needs no further call").isEmpty();
  }

  @Test
  void anUpdateThatNeverHappenedNeedsNoCallBack() {
    killed(onlyApp("ok-app-2"), "before update service web_app");
    swarm.writes.clear();

    assertThat(recovered()).isInstanceOf(Verdict.VerifiedOld.class);
    assertThat(swarm.writes).isEmpty();
  }

  @Test
  void whatSomebodyElseChangedAfterADeathIsLeftAndSaid() {
    killed(onlyApp("ok-app-2"), "before update service web_app");
    swarm.change("web_app", spec -> spec.withObjectProperty("Labels").put("by", "hand"));

    assertThat(recovered())
        .isInstanceOfSatisfying(
            Verdict.VerifiedOld.class,
            old ->
                assertThat(old.report().notes())
                    .containsExactly(
                        "somebody else changed web_app meanwhile; it was left as it is"));
    assertThat(swarm.service("web_app").orElseThrow().spec().at("/Labels/by").asText())
        .isEqualTo("hand");
  }

  @Test
  void afterADetachedReleaseTheStackGoesBackToThatOne() {
    assertThat(scene.run(orderOf(detached(plan("ok-db-2", "ok-app-2")))))
        .isInstanceOf(Verdict.Detached.class);

    assertThat(scene.run(orderOf(onlyApp("crash"))))
        .isInstanceOfSatisfying(
            Verdict.VerifiedOld.class, old -> assertThat(old.report().notes()).isEmpty());
    assertThat(scene.tasks("web_db")).containsExactly("running ok-db-2", "running ok-db-2");
    assertThat(scene.tasks("web_app")).containsExactly("running ok-app-2", "running ok-app-2");
  }

  @Test
  void afterAReleaseThatNeverRanTheStackGoesBackToWhatRan() {
    failedRelease();
    swarm.change(
        "web_app",
        spec ->
            spec.withObjectProperty("TaskTemplate")
                .withObjectProperty("ContainerSpec")
                .put("Image", "ok-app-by-hand"));

    assertThat(scene.run(orderOf(onlyApp("crash")))).isInstanceOf(Verdict.VerifiedOld.class);
    assertThat(scene.image("web_app")).isEqualTo("ok-app-by-hand");
  }

  private void failedRelease() {
    scene
        .releases
        .begin(
            new Releases.Draft(
                "web",
                new CommitId("0123456789012345678901234567890123456789"),
                "p",
                Map.of("web_app", service("web_app", "crash")),
                Map.of(),
                Map.of(),
                Scene.ANN,
                Consent.NOT_ASKED,
                "message m0",
                List.of(),
                RecordData.object(),
                Optional.empty()))
        .end(State.FAILED, "");
  }

  @Test
  void aServiceThatHadDriftedGoesBackToTheReleaseAndThatIsSaid() {
    swarm.change(
        "web_app",
        spec ->
            spec.withObjectProperty("Mode").withObjectProperty("Replicated").put("Replicas", 5));

    assertThat(scene.run(orderOf(onlyApp("crash"))))
        .isInstanceOfSatisfying(
            Verdict.VerifiedOld.class,
            old ->
                assertThat(old.report().notes())
                    .containsExactly(
                        "web_app had been changed since release 1; it is as that release made it"));
    assertThat(scene.tasks("web_app")).containsExactly("running ok-app-1", "running ok-app-1");
  }

  @Test
  void aSecretSomebodyElseMadeMeanwhileIsNotSweptAway() {
    Verdict verdict =
        scene.run(
            orderOf(
                scene.plan(
                    creatingVersion(ObjectKind.SECRET, "web_token-1", "web_token"),
                    change(Action.UPDATE, attached(service("web_app", "ok-app-2"))))),
            moment -> {
              if (moment.equals("before create secret web_token-1")) {
                swarm.createSecret(RecordData.object().put("Name", "web_token-1"));
              }
            });

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.VerifiedOld.class,
            old -> {
              assertThat(old.reason()).contains("somebody else created the secret web_token-1");
              assertThat(old.report().notes())
                  .containsExactly("secret web_token-1 was left: somebody else made it");
            });
    assertThat(swarm.secrets()).extracting(SwarmSecret::name).containsExactly("web_token-1");
  }
}
