package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.apply.Scene.attached;
import static skep.deploy.apply.Scene.change;
import static skep.deploy.apply.Scene.creatingVersion;
import static skep.deploy.apply.Scene.orderOf;
import static skep.deploy.apply.Scene.remove;
import static skep.deploy.apply.Scene.service;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.release.RecordData;
import skep.deploy.release.Release;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Faults;
import skep.deploy.swarm.Faults.Fault;
import skep.deploy.swarm.FaultySwarm;

/**
 * A bot is cut off in the middle of a write; another takes the lease that ran out and ends the
 * release. The first comes back and must not write any more.
 */
class LostLeaseTest {
  private final SmallSwarm swarm = new SmallSwarm();
  private final Faults faults = new Faults();
  private final Scene other = new Scene(swarm, Scene.QUICK, Scene.BRIEF).deployed();
  private final Scene cutOff = new Scene(new FaultySwarm(swarm, faults), Scene.QUICK, Scene.BRIEF);

  private void cutOffAt(String call, int nth, Change... changes) {
    faults.on(call, nth, new Fault.FailBefore(this::anotherEndsIt));

    assertThat(cutOff.run(orderOf(cutOff.plan(changes)))).isEqualTo(new Verdict.LeaseLost("web"));
    assertThat(other.releases.history("web"))
        .extracting(Release::state)
        .containsExactly(Release.State.ROLLED_BACK, Release.State.RELEASED);
    assertThat(other.locks.holder("web")).isEmpty();
  }

  private EngineException anotherEndsIt() {
    other.clock.pass(Duration.ofMinutes(2));
    cutOff.clock.pass(Duration.ofMinutes(2));
    assertThat(other.recover(Checkpoint.NONE))
        .singleElement()
        .satisfies(one -> assertThat(one.verdict()).isInstanceOf(Verdict.VerifiedOld.class));
    swarm.writes.clear();
    return new EngineException.Unreachable("cut off", new IOException("reset"));
  }

  @Test
  void inAnUpdate() {
    cutOffAt("updateService", 1, change(Action.UPDATE, attached(service("web_app", "ok-app-2"))));

    assertThat(swarm.writes).isEmpty();
    assertThat(other.tasks("web_app")).containsExactly("running ok-app-1", "running ok-app-1");
  }

  @Test
  void whileItReadBeforeAnUpdate() {
    cutOffAt("service", 2, change(Action.UPDATE, attached(service("web_app", "ok-app-2"))));

    assertThat(swarm.writes).isEmpty();
  }

  @Test
  void inACreation() {
    cutOffAt("createService", 1, change(Action.CREATE, service("web_new", "ok-new-1")));

    assertThat(swarm.service("web_new")).isEmpty();
    assertThat(swarm.writes).isEmpty();
  }

  @Test
  void whileItMadeASecret() {
    cutOffAt("createSecret", 1, creatingVersion(ObjectKind.SECRET, "web_token-1", "web_token"));

    assertThat(swarm.secrets()).isEmpty();
    assertThat(swarm.writes).isEmpty();
  }

  @Test
  void onTheWayBack() {
    faults.on("updateService", 2, new Fault.FailBefore(this::anotherEndsIt));

    assertThat(
            cutOff.run(
                orderOf(cutOff.plan(change(Action.UPDATE, attached(service("web_app", "crash")))))))
        .isEqualTo(new Verdict.LeaseLost("web"));
    assertThat(swarm.writes).isEmpty();
    assertThat(other.tasks("web_app")).containsExactly("running ok-app-1", "running ok-app-1");
  }

  @Test
  void inARemovalAfterEverythingWasVerified() {
    swarm.createSecret(RecordData.object().put("Name", "web_old-1"));
    faults.on(
        "removeSecret",
        1,
        new Fault.FailBefore(() -> {
          other.clock.pass(Duration.ofMinutes(2));
          cutOff.clock.pass(Duration.ofMinutes(2));
          assertThat(other.recover(Checkpoint.NONE)).hasSize(1);
          swarm.createSecret(RecordData.object().put("Name", "web_old-1"));
          swarm.writes.clear();
          return new EngineException.Unreachable("cut off", new IOException("reset"));
        }));

    assertThat(
            cutOff.run(
                orderOf(
                    cutOff.plan(
                        change(Action.UPDATE, attached(service("web_app", "ok-app-2"))),
                        remove(ObjectKind.SECRET, "web_old-1")))))
        .isEqualTo(new Verdict.LeaseLost("web"));
    assertThat(swarm.writes).as("somebody made it anew").isEqualTo(List.of());
    assertThat(other.releases.latest("web").orElseThrow().state())
        .isEqualTo(Release.State.RELEASED);
  }
}
