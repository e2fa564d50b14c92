package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.apply.Scene.attached;
import static skep.deploy.apply.Scene.change;
import static skep.deploy.apply.Scene.orderOf;
import static skep.deploy.apply.Scene.service;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.release.Release.State;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Faults;
import skep.deploy.swarm.Faults.Fault;
import skep.deploy.swarm.FaultySwarm;
import skep.deploy.verify.Probe;
import skep.deploy.verify.Timing;

/** A Swarm that does not answer for longer than a lease says nothing about a release. */
class OutageTest {
  private static final int TRIES = 12;

  private final SmallSwarm inner = new SmallSwarm();
  private final Faults faults = new Faults();
  private final FaultySwarm swarm = new FaultySwarm(inner, faults);
  private final Scene scene = new Scene(swarm, Scene.QUICK, Scene.BRIEF).deployed();

  private void out(int tries, String... calls) {
    scene.clock.pass(Duration.ofMinutes(2));
    for (String call : calls) {
      for (int i = 1; i <= tries; i++) {
        faults.on(call, i, new Fault.FailBefore(() -> new EngineException.NoQuorum("no leader")));
      }
    }
  }

  private Verdict update(Scene with, String image, Checkpoint checkpoint, Probe... probes) {
    return with.run(
        orderOf(with.plan(change(Action.UPDATE, attached(service("web_app", image)))), probes),
        checkpoint);
  }

  @Test
  void whileServicesAreFollowedItIsWaitedFor() {
    Verdict verdict =
        update(
            scene,
            "ok-app-2",
            moment -> {
              if (moment.equals("noted verifying")) {
                out(TRIES, "relabelConfig", "nodes");
              }
            });

    assertThat(verdict).isInstanceOf(Verdict.VerifiedNew.class);
    assertThat(scene.tasks("web_app")).containsExactly("running ok-app-2", "running ok-app-2");
  }

  @Test
  void itsTimeDoesNotCountAgainstAService() {
    var strict =
        new Scene(
            swarm,
            new Timing(
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                Duration.ofMillis(150),
                Duration.ofSeconds(5)),
            Scene.BRIEF);
    Verdict verdict =
        update(
            strict,
            "ok-app-2",
            moment -> {
              if (moment.equals("noted verifying")) {
                faults.on("nodes", 1, new Fault.Delay(Duration.ofMillis(600)));
                out(1, "nodes");
              }
            });

    assertThat(verdict).isInstanceOf(Verdict.VerifiedNew.class);
  }

  @Test
  void whileTheWayBackIsFollowedItIsWaitedForToo() {
    Verdict verdict =
        update(
            scene,
            "crash",
            moment -> {
              if (moment.equals("after restoring service web_app")) {
                out(TRIES, "relabelConfig", "nodes");
              }
            });

    assertThat(verdict).isInstanceOf(Verdict.VerifiedOld.class);
  }

  @Test
  void oneThatOutlastsAllPatienceLeavesTheReleaseOpenAndTheNextRoundEndsIt() {
    Patience little =
        new Patience(Duration.ofMillis(50), Duration.ofMillis(10), Duration.ofMillis(5));
    var impatient = new Scene(swarm, Scene.QUICK, little);
    Verdict verdict =
        update(
            impatient,
            "ok-app-2",
            moment -> {
              if (moment.equals("noted verifying")) {
                impatient.clock.pass(Duration.ofMinutes(2));
                out(60, "relabelConfig");
              }
            });

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.LeftOpen.class,
            open -> {
              assertThat(open.reason()).isEqualTo("the Swarm does not answer: no leader");
              assertThat(open.release().state()).isEqualTo(State.VERIFYING);
            });
    assertThat(scene.image("web_app")).isEqualTo("ok-app-2");
    assertThat(scene.releases.inFlight("web").getFirst().failure()).isEmpty();

    endOutage();
    scene.clock.pass(Duration.ofMinutes(2));
    assertThat(scene.recover(Checkpoint.NONE))
        .singleElement()
        .satisfies(one -> assertThat(one.verdict()).isInstanceOf(Verdict.VerifiedNew.class));
  }

  /** Uses up what is left of the planned faults. */
  private void endOutage() {
    var config = inner.configs(java.util.Map.of("skep.record", "lock")).getFirst();
    for (int i = 0; i < 60; i++) {
      try {
        swarm.relabelConfig(config, config.labels());
      } catch (EngineException e) {
        // One of them, or the labels are not those seen any more.
      }
    }
  }

  @Test
  void whileAStepIsDoneItIsWaitedFor() {
    Verdict verdict =
        update(
            scene,
            "ok-app-2",
            moment -> {
              if (moment.equals("before update service web_app")) {
                out(TRIES, "updateService");
                faults.on("updateService", TRIES + 1, new Fault.FailAfter(OutageTest::unanswered));
              }
            });

    assertThat(verdict).isInstanceOf(Verdict.VerifiedNew.class);
    assertThat(inner.writes).filteredOn("update web_app"::equals).hasSize(1);
  }

  @Test
  void aProbeIsAskedAgainAfterIt() throws IOException {
    try (var server = new java.net.ServerSocket(0)) {
      var probe = new Probe.Tcp("127.0.0.1", server.getLocalPort(), Duration.ofMillis(1));
      Verdict verdict =
          scene.run(
              orderOf(
                  scene.plan(change(Action.UPDATE, attached(service("web_app", "ok-app-2")))),
                  probe),
              Checkpoint.NONE,
              event -> {
                if (event instanceof RolloutEvent.Verifying) {
                  out(TRIES, "relabelConfig");
                }
              });

      assertThat(verdict).isInstanceOf(Verdict.VerifiedNew.class);
    }
  }

  private static EngineException unanswered() {
    return new EngineException.Unreachable("lost", new IOException("reset"));
  }

  @Test
  void theHappyWayReadsEachListOnceHoweverManyServicesChange() {
    int one = lists(1);
    int five = lists(5);

    assertThat(five).isEqualTo(one);
  }

  private int lists(int count) {
    var changes = new java.util.ArrayList<skep.deploy.plan.Plan.Change>();
    for (int i = 0; i < count; i++) {
      changes.add(change(Action.CREATE, attached(service("web_%d_%d".formatted(count, i), "ok"))));
    }
    int before = faults.calls().size();
    assertThat(scene.run(orderOf(scene.plan(changes.toArray(skep.deploy.plan.Plan.Change[]::new)))))
        .isInstanceOf(Verdict.VerifiedNew.class);
    List<String> calls = faults.calls().subList(before, faults.calls().size());
    assertThat(calls).doesNotContain("secrets");
    return (int)
        calls.stream().filter(call -> List.of("networks", "configs").contains(call)).count();
  }
}
