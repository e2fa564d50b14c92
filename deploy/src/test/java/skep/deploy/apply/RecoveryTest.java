package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static skep.deploy.apply.Scene.attached;
import static skep.deploy.apply.Scene.change;
import static skep.deploy.apply.Scene.orderOf;
import static skep.deploy.apply.Scene.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.release.RecordData;
import skep.deploy.release.Release.State;

/** One stack's unfinished release is that stack's matter alone. */
class RecoveryTest {
  private final SmallSwarm swarm = new SmallSwarm();
  private final Scene scene = new Scene(swarm, Scene.QUICK, Scene.BRIEF).deployed();

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private void killed() {
    killed("ok-app-2");
  }

  private void killed(String image) {
    assertThatThrownBy(() ->
            scene.run(
                orderOf(scene.plan(change(Action.UPDATE, attached(service("web_app", image))))),
                moment -> {
                  if (moment.equals("noted verifying")) {
                    throw new Killed();
                  }
                }))
        .isInstanceOf(Killed.class);
    scene.clock.pass(Duration.ofMinutes(2));
  }

  private void damagedRecordOf(String stack) {
    ObjectNode spec = RecordData.object().put("Name", "skep-release-" + stack + "-7");
    spec.put("Data", Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}));
    spec.putObject("Labels")
        .put("skep.record", "release")
        .put("skep.stack", stack)
        .put("skep.release", "7")
        .put("skep.state", "applying");
    swarm.createConfig(spec);
  }

  @Test
  void aDamagedRecordOfAnotherStackIsNotInTheWay() {
    damagedRecordOf("api");
    killed();

    assertThat(scene.recovery(Checkpoint.NONE).run("web", _ -> {}))
        .hasValueSatisfying(
            one -> assertThat(one.verdict()).isInstanceOf(Verdict.VerifiedNew.class));
    assertThat(scene.releases.latest("web").orElseThrow().state()).isEqualTo(State.RELEASED);
  }

  @Test
  void aRoundOverAllStacksGoesOnBehindADamagedRecord() {
    damagedRecordOf("api");
    killed();

    assertThat(scene.recover(Checkpoint.NONE))
        .singleElement()
        .satisfies(one -> assertThat(one.release().stack()).isEqualTo("web"));
  }

  @Test
  void aStackWithNothingUnfinishedIsLeftAlone() {
    swarm.writes.clear();

    assertThat(scene.recovery(Checkpoint.NONE).run("web", _ -> {})).isEmpty();
    assertThat(scene.locks.holder("web")).isEmpty();
    assertThat(swarm.writes).isEmpty();
  }

  @Test
  void whatIsInOtherHandsOrStillOpenIsNotReportedAsEnded() {
    killed();
    scene.locks.acquire("web", Scene.ANN, "deploys");

    assertThat(scene.recovery(Checkpoint.NONE).run("web", _ -> {})).isEmpty();
    assertThat(scene.releases.inFlight("web")).hasSize(1);
  }

  @Test
  void whatTasksWroteIsToldWhereTheSecretsOfTheReleaseAreKnown() {
    killed("crash");

    Report report = takenBack();

    assertThat(report.log()).contains("password is [redacted]");
    assertThat(report.task().orElseThrow().error()).isNotEmpty();
  }

  @Test
  void whatTasksWroteIsLeftOutWhereTheyAreNot() {
    killed("crash");
    scene.secretsKnown = false;

    Report report = takenBack();

    assertThat(report.log()).isEmpty();
    assertThat(report.task().orElseThrow().error()).isEmpty();
    assertThat(report.notes()).anyMatch(note -> note.contains("is left out here"));
  }

  private Report takenBack() {
    Verdict verdict = scene.recover(Checkpoint.NONE).getFirst().verdict();
    assertThat(verdict).isInstanceOf(Verdict.VerifiedOld.class);
    return ((Verdict.VerifiedOld) verdict).report();
  }
}
