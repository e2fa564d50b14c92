package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static skep.deploy.apply.Scene.attached;
import static skep.deploy.apply.Scene.change;
import static skep.deploy.apply.Scene.orderOf;
import static skep.deploy.apply.Scene.service;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.release.Lease;
import skep.deploy.release.Release.State;
import skep.deploy.release.StackLocks;
import skep.deploy.release.SwarmRecords;

/** Somebody asks a run to stop: it does so at its next step, and goes back. */
class AbortTest {
  private static final String WHY = "ben aborted it: wrong branch";
  private final SmallSwarm swarm = new SmallSwarm();
  private final Scene scene = new Scene(swarm, Scene.QUICK, Scene.BRIEF).deployed();

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private Plan databaseThenApp() {
    return scene.plan(
        change(Action.UPDATE, attached(service("web_db", "ok-db-2"))),
        change(Action.UPDATE, attached(service("web_app", "ok-app-2")), "web_db"));
  }

  private void isVerifiedOld(Verdict verdict) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.VerifiedOld.class, old -> assertThat(old.reason()).isEqualTo(WHY));
    assertThat(scene.image("web_db")).isEqualTo("ok-db-1");
    assertThat(scene.image("web_app")).isEqualTo("ok-app-1");
    assertThat(scene.releases.latest("web").orElseThrow().state()).isEqualTo(State.ROLLED_BACK);
  }

  /** At the first moment that begins so. */
  private static Checkpoint at(String moment, Runnable action) {
    AtomicBoolean done = new AtomicBoolean();
    return reached -> {
      if (reached.startsWith(moment) && done.compareAndSet(false, true)) {
        action.run();
      }
    };
  }

  @Test
  void betweenTwoStepsTheSecondIsNotBegun() {
    swarm.writes.clear();
    isVerifiedOld(
        scene.run(
            orderOf(databaseThenApp()),
            at("noted as done update service web_db", () -> scene.locks.abort("web", WHY))));
    assertThat(swarm.writes).noneMatch(write -> write.contains("web_app"));
  }

  @Test
  void theStackIsFreeAfterwards() {
    scene.run(
        orderOf(databaseThenApp()), at("noted verifying", () -> scene.locks.abort("web", WHY)));
    assertThat(scene.locks.holder("web")).isEmpty();
    assertThat(scene.run(orderOf(databaseThenApp()))).isInstanceOf(Verdict.VerifiedNew.class);
  }

  @Test
  void whileItConvergesItIsNotWaitedFor() {
    isVerifiedOld(
        scene.run(
            orderOf(databaseThenApp()),
            at("noted verifying", () -> scene.locks.abort("web", WHY))));
  }

  @Test
  void anotherProgramsWordIsHeardWithTheNextRenewal() {
    StackLocks terminal = new StackLocks(new SwarmRecords(swarm), scene.clock);
    isVerifiedOld(
        scene.run(
            orderOf(databaseThenApp()),
            at(
                "noted as done update service web_db",
                () -> {
                  assertThat(terminal.abort("web", WHY)).isPresent();
                  scene.clock.pass(Duration.ofSeconds(40));
                })));
  }

  @Test
  void whoFinishesTheRunOfADeadBotGoesBackToo() {
    assertThatThrownBy(() ->
            scene.run(
                orderOf(databaseThenApp()),
                at(
                    "noted verifying",
                    () -> {
                      scene.locks.abort("web", WHY);
                      throw new Killed();
                    })))
        .isInstanceOf(Killed.class);
    scene.clock.pass(Duration.ofMinutes(2));

    assertThat(scene.recover(Checkpoint.NONE))
        .singleElement()
        .satisfies(one -> isVerifiedOld(one.verdict()));
  }

  @Test
  void whatWasAskedOfARunThatBeganNothingDoesNotTouchTheNext() {
    Lease lease = ((StackLocks.Acquired) scene.locks.acquire("web", Scene.ANN, "deploys")).lease();
    scene.locks.abort("web", WHY);
    lease.abandon();
    scene.clock.pass(Duration.ofMinutes(2));

    assertThat(scene.run(orderOf(databaseThenApp()))).isInstanceOf(Verdict.VerifiedNew.class);
    assertThat(scene.image("web_app")).isEqualTo("ok-app-2");
  }

  @Test
  void whereNoRunIsNothingIsAborted() {
    assertThat(scene.locks.abort("web", WHY)).isEmpty();
    scene.locks.hold("web", Scene.ANN, "migration");
    assertThat(scene.locks.abort("web", WHY)).isEmpty();
    assertThat(scene.locks.holder("web")).isPresent();
  }

  @Test
  void whatIsVerifiedAlreadyStays() {
    Verdict verdict =
        scene.run(
            orderOf(databaseThenApp()),
            at("before noting the end", () -> scene.locks.abort("web", WHY)));
    assertThat(verdict).isInstanceOf(Verdict.VerifiedNew.class);
    assertThat(scene.image("web_app")).isEqualTo("ok-app-2");
  }
}
