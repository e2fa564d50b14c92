package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static skep.deploy.apply.Scene.attached;
import static skep.deploy.apply.Scene.change;
import static skep.deploy.apply.Scene.creating;
import static skep.deploy.apply.Scene.orderOf;
import static skep.deploy.apply.Scene.remove;
import static skep.deploy.apply.Scene.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.release.Release.State;
import skep.deploy.verify.Timing;

/**
 * The bot is killed at each moment of a run, and at each moment of finishing what the killed one
 * began: the next bot ends it, once, as verified new or verified old.
 */
class KilledTest {
  private static final Timing QUICK =
      new Timing(
          Duration.ofMillis(2), Duration.ofMillis(6), Duration.ofSeconds(5), Duration.ofSeconds(5));

  /** The program is gone: no catch block of a run may live on. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed(String moment) {
      super("killed " + moment);
    }
  }

  /** Ends everything from one moment on, as kill -9 does for all threads. */
  private record KillAt(int moment, AtomicInteger seen) implements Checkpoint {
    KillAt(int moment) {
      this(moment, new AtomicInteger());
    }

    @Override
    public void reached(String words) {
      if (seen.getAndIncrement() >= moment) {
        throw new Killed(words);
      }
    }
  }

  private static final class Night {
    final SmallSwarm swarm = new SmallSwarm();
    final Scene scene = new Scene(swarm, QUICK, Scene.BRIEF).deployed();
    private final String image;

    Night(String image) {
      this.image = image;
      swarm.writes.clear();
    }

    Verdict run(Checkpoint checkpoint) {
      return scene.run(
          orderOf(
              scene.plan(
                  creating(ObjectKind.SECRET, "web_token_v1"),
                  change(Action.CREATE, attached(service("web_new", "ok-new-1"))),
                  change(Action.UPDATE, attached(service("web_app", image)), "web_new"),
                  remove(ObjectKind.SERVICE, "web_db"))),
          checkpoint);
    }

    void ended() {
      State state = scene.releases.latest("web").orElseThrow().state();
      assertThat(scene.releases.inFlight("web")).isEmpty();
      assertThat(scene.locks.holder("web")).isEmpty();
      switch (state) {
        case RELEASED -> isNew();
        case ROLLED_BACK -> isOld();
        case APPLYING, VERIFYING, FAILED, DETACHED -> throw new AssertionError("ended " + state);
      }
      assertThat(swarm.writes).filteredOn("create web_new"::equals).hasSizeLessThanOrEqualTo(1);
      assertThat(swarm.writes)
          .filteredOn("create web_token_v1"::equals)
          .hasSizeLessThanOrEqualTo(1);
    }

    private void isNew() {
      assertThat(image).isEqualTo("ok-app-2");
      assertThat(scene.tasks("web_app")).containsExactly("running ok-app-2", "running ok-app-2");
      assertThat(scene.tasks("web_new")).containsExactly("running ok-new-1", "running ok-new-1");
      assertThat(swarm.service("web_db")).isEmpty();
    }

    private void isOld() {
      assertThat(scene.tasks("web_app")).containsExactly("running ok-app-1", "running ok-app-1");
      assertThat(scene.tasks("web_db")).containsExactly("running ok-db-1", "running ok-db-1");
      assertThat(swarm.service("web_new")).isEmpty();
      assertThat(swarm.secrets()).isEmpty();
    }
  }

  private static List<String> moments(String image) {
    List<String> moments = Collections.synchronizedList(new ArrayList<>());
    new Night(image).run(moments::add);
    return moments;
  }

  @TestFactory
  Stream<DynamicTest> whileADeploymentGoesWell() {
    return killedAtEach("ok-app-2");
  }

  @TestFactory
  Stream<DynamicTest> whileADeploymentFails() {
    return killedAtEach("crash");
  }

  private Stream<DynamicTest> killedAtEach(String image) {
    List<String> moments = moments(image);
    assertThat(moments).hasSizeGreaterThan(12);
    return IntStream.range(0, moments.size())
        .mapToObj(i ->
            DynamicTest.dynamicTest(
                moments.get(i),
                () -> {
                  Night night = killed(image, i);
                  finishes(night);
                }));
  }

  private static Night killed(String image, int moment) {
    Night night = new Night(image);
    assertThatThrownBy(() -> night.run(new KillAt(moment))).isInstanceOf(Killed.class);
    return night;
  }

  private static void finishes(Night night) {
    assertThat(night.scene.recover(Checkpoint.NONE)).as("the lease still runs").isEmpty();
    night.scene.clock.pass(Duration.ofMinutes(2));

    assertThat(night.scene.recover(Checkpoint.NONE))
        .singleElement()
        .satisfies(one -> assertThat(one.release().origin()).isEqualTo("message m1"));
    night.ended();
    assertThat(night.scene.recover(Checkpoint.NONE)).as("once").isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> andAgainWhileTheNextOneFinishesIt() {
    List<String> moments = moments("crash");
    return IntStream.range(0, moments.size())
        .mapToObj(i -> DynamicTest.dynamicTest(moments.get(i), () -> killedTwice(i)));
  }

  private static void killedTwice(int first) {
    for (int second = 0; ; second++) {
      Night night = killed("crash", first);
      night.scene.clock.pass(Duration.ofMinutes(2));
      try {
        night.scene.recover(new KillAt(second));
        night.ended();
        return;
      } catch (Killed e) {
        night.scene.clock.pass(Duration.ofMinutes(2));
        assertThat(night.scene.recover(Checkpoint.NONE)).as("after " + e.getMessage()).hasSize(1);
        night.ended();
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> aNewDeploymentFirstFinishesWhatADeadBotLeft() {
    return Stream.of(
        DynamicTest.dynamicTest(
            "before recovery came",
            () -> {
              Night night = killed("ok-app-2", 6);
              night.scene.clock.pass(Duration.ofMinutes(2));

              assertThat(night.run(Checkpoint.NONE))
                  .isInstanceOfSatisfying(
                      Verdict.Refused.class,
                      refused -> {
                        assertThat(refused.reason())
                            .contains("release 2 of web", "left unfinished");
                        assertThat(refused.next()).isEqualTo("/diff web");
                      });
              night.ended();
            }));
  }
}
