package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.apply.Scene.change;
import static skep.deploy.apply.Scene.orderOf;
import static skep.deploy.apply.Scene.remove;
import static skep.deploy.apply.Scene.service;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.release.Release;
import skep.deploy.verify.Probe;

/** {@code --detach}: everything is applied, nothing is waited for. */
class DetachTest {
  private final SmallSwarm swarm = new SmallSwarm();
  private final Scene scene = new Scene(swarm, Scene.QUICK, Scene.BRIEF).deployed();

  private Plan detached(Plan.Change... changes) {
    Plan plan = scene.plan(changes);
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

  @Test
  void whatCouldNotConvergeIsAppliedAllTheSameAndNoProbeIsAsked() {
    Verdict verdict =
        scene.run(
            orderOf(
                detached(
                    change(Action.UPDATE, service("web_app", "crash")),
                    remove(ObjectKind.SERVICE, "web_db")),
                new Probe.Tcp("127.0.0.1", 1, Duration.ofSeconds(30))));

    assertThat(verdict).isInstanceOf(Verdict.Detached.class);
    assertThat(scene.image("web_app")).isEqualTo("crash");
    assertThat(swarm.service("web_db")).isEmpty();
    assertThat(scene.releases.latest("web").map(Release::state)).contains(Release.State.DETACHED);
    assertThat(scene.locks.holder("web")).isEmpty();
    assertThat(scene.events).noneMatch(event -> event instanceof RolloutEvent.Converging);
  }
}
