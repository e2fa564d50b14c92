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
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.release.Release;
import skep.deploy.release.Release.State;
import skep.deploy.swarm.SwarmSecret;
import skep.deploy.swarm.SwarmService;
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

    /** Records, services and tasks say the same. */
    void ended(State state) {
      Release release = scene.releases.latest("web").orElseThrow();
      assertThat(release.state()).isEqualTo(state);
      assertThat(release.number()).isEqualTo(2);
      assertThat(scene.releases.inFlight("web")).isEmpty();
      assertThat(scene.locks.holder("web")).isEmpty();
      if (state == State.RELEASED) {
        isNew();
      } else {
        isOld();
      }
      Release runs = scene.releases.inEffect("web").orElseThrow();
      assertThat(runs.number()).isEqualTo(state == State.RELEASED ? 2 : 1);
      runs.services()
          .forEach((name, spec) ->
              assertThat(scene.image(name))
                  .isEqualTo(spec.at("/TaskTemplate/ContainerSpec/Image").asText()));
      assertThat(swarm.services(Map.of()))
          .extracting(SwarmService::name)
          .containsExactlyInAnyOrderElementsOf(runs.services().keySet());
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
      assertThat(swarm.secrets()).extracting(SwarmSecret::name).containsExactly("web_token_v1");
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

  /** Where the next bot goes on instead of back: every step before verification is noted. */
  private static final String APPLIED = "noted as done update service web_app";

  private static State end(String image, List<String> moments, int moment) {
    int applied = moments.indexOf(APPLIED);
    assertThat(applied).isPositive();
    return image.equals("ok-app-2") && moment >= applied ? State.RELEASED : State.ROLLED_BACK;
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
                  finishes(night, end(image, moments, i));
                }));
  }

  private static Night killed(String image, int moment) {
    Night night = new Night(image);
    assertThatThrownBy(() -> night.run(new KillAt(moment))).isInstanceOf(Killed.class);
    return night;
  }

  private static void finishes(Night night, State state) {
    assertThat(night.scene.recover(Checkpoint.NONE)).as("the lease still runs").isEmpty();
    night.scene.clock.pass(Duration.ofMinutes(2));

    assertThat(night.scene.recover(Checkpoint.NONE))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.release().origin()).isEqualTo("message m1");
          assertThat(one.verdict())
              .isInstanceOf(
                  state == State.RELEASED ? Verdict.VerifiedNew.class : Verdict.VerifiedOld.class);
        });
    night.ended(state);
    assertThat(night.scene.recover(Checkpoint.NONE)).as("once").isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> andAgainWhileTheNextOneGoesBack() {
    return killedTwiceAtEach("crash");
  }

  @TestFactory
  Stream<DynamicTest> andAgainWhileTheNextOneGoesOn() {
    return killedTwiceAtEach("ok-app-2");
  }

  private static Stream<DynamicTest> killedTwiceAtEach(String image) {
    List<String> moments = moments(image);
    return IntStream.range(0, moments.size())
        .mapToObj(i ->
            DynamicTest.dynamicTest(
                moments.get(i), () -> killedTwice(image, i, end(image, moments, i))));
  }

  private static void killedTwice(String image, int first, State state) {
    for (int second = 0; ; second++) {
      Night night = killed(image, first);
      night.scene.clock.pass(Duration.ofMinutes(2));
      try {
        night.scene.recover(new KillAt(second));
        night.ended(state);
        return;
      } catch (Killed e) {
        night.scene.clock.pass(Duration.ofMinutes(2));
        assertThat(night.scene.recover(Checkpoint.NONE)).as("after " + e.getMessage()).hasSize(1);
        night.ended(state);
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
              assertThat(night.scene.recovered)
                  .as("who asked for it hears of it")
                  .singleElement()
                  .satisfies(one -> {
                    assertThat(one.release().number()).isEqualTo(2);
                    assertThat(one.release().origin()).isEqualTo("message m1");
                    assertThat(one.verdict()).isInstanceOf(Verdict.VerifiedOld.class);
                  });
              night.ended(State.ROLLED_BACK);
            }));
  }
}
