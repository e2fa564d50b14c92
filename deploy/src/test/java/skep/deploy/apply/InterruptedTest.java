package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.apply.Scene.attached;
import static skep.deploy.apply.Scene.change;
import static skep.deploy.apply.Scene.orderOf;
import static skep.deploy.apply.Scene.service;

import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.release.OpenRelease;
import skep.deploy.release.Release.State;
import skep.deploy.swarm.Faults;
import skep.deploy.swarm.Faults.Fault;
import skep.deploy.swarm.FaultySwarm;
import skep.deploy.verify.Timing;

/** A bot that is being stopped stops acting: it neither judges the release nor takes it back. */
class InterruptedTest {
  private final SmallSwarm swarm = new SmallSwarm();
  private final Faults faults = new Faults();
  private final Scene scene =
      new Scene(new FaultySwarm(swarm, faults), Scene.QUICK, Scene.BRIEF).deployed();
  private final Scene next = new Scene(swarm, Scene.QUICK, Scene.BRIEF);

  private Verdict stopped(Scene with, String image, String at) throws Exception {
    try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      var self = new java.util.concurrent.CompletableFuture<Thread>();
      return thread
          .submit(() -> {
            self.complete(Thread.currentThread());
            Verdict verdict =
                with.run(
                    orderOf(with.plan(change(Action.UPDATE, attached(service("web_app", image))))),
                    moment -> {
                      if (moment.equals(at)) {
                        self.join().interrupt();
                      }
                    });
            assertThat(Thread.interrupted()).as("the thread still knows").isTrue();
            return verdict;
          })
          .get();
    }
  }

  private void isOpenAndFree(Verdict verdict) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.LeftOpen.class,
            open -> assertThat(open.reason()).isEqualTo("the bot is being stopped"));
    OpenRelease open = next.releases.inFlight("web").getFirst();
    assertThat(open.failure()).isEmpty();
    assertThat(next.locks.holder("web")).as("the next bot goes on at once").isEmpty();
  }

  @Test
  void whileServicesAreFollowedTheNextBotEndsIt() throws Exception {
    var patient =
        new Scene(
            swarm,
            new Timing(
                Duration.ofMillis(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1)),
            Scene.BRIEF);
    isOpenAndFree(stopped(patient, "ok-app-2", "noted verifying"));
    assertThat(next.image("web_app")).isEqualTo("ok-app-2");

    assertThat(next.recover(Checkpoint.NONE))
        .singleElement()
        .satisfies(one -> assertThat(one.verdict()).isInstanceOf(Verdict.VerifiedNew.class));
  }

  @Test
  void whileAStepIsDoneTheNextBotTakesItBack() throws Exception {
    faults.on("updateService", 1, new Fault.Delay(Duration.ofSeconds(5)));
    isOpenAndFree(stopped(scene, "ok-app-2", "before update service web_app"));

    assertThat(next.recover(Checkpoint.NONE))
        .singleElement()
        .satisfies(one -> assertThat(one.verdict()).isInstanceOf(Verdict.VerifiedOld.class));
    assertThat(next.tasks("web_app")).containsExactly("running ok-app-1", "running ok-app-1");
  }

  @Test
  void onTheWayBackTheNextBotGoesOnBack() throws Exception {
    faults.on("updateService", 2, new Fault.Delay(Duration.ofSeconds(5)));
    Verdict verdict = stopped(scene, "crash", "before restoring service web_app");

    assertThat(verdict).isInstanceOf(Verdict.LeftOpen.class);
    assertThat(next.recover(Checkpoint.NONE))
        .singleElement()
        .satisfies(one -> assertThat(one.release().state()).isEqualTo(State.VERIFYING));
    assertThat(next.releases.latest("web").orElseThrow().state()).isEqualTo(State.ROLLED_BACK);
  }
}
