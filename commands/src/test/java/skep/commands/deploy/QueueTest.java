package skep.commands.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static skep.commands.deploy.World.ANNA;
import static skep.commands.deploy.World.BEN;
import static skep.commands.deploy.World.EVE;
import static skep.commands.deploy.World.ROOT;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.deploy.release.Lease;
import skep.deploy.release.Release.Actor;
import skep.deploy.release.StackLocks;

/** Two commands about one stack: the second waits its turn, visibly. */
class QueueTest {
  private final World world = new World();
  private Lease run;

  @BeforeEach
  void aRunHoldsTheStack() {
    world.estate.push("nginx:1");
    run =
        ((StackLocks.Acquired)
                world.locks.acquire("web", new Actor("u-ben", "ben"), "deploys 0123456789"))
            .lease();
  }

  @AfterEach
  void end() {
    run.close();
    world.close();
  }

  private CompletableFuture<Outcome> typed(Person who, String line) {
    return CompletableFuture.supplyAsync(
        () -> world.says(who, line), command -> Thread.ofVirtual().start(command));
  }

  private void waits(String words) {
    await().until(() -> world.progress.stream().anyMatch(shown -> shown.contains(words)));
  }

  @Test
  void itSaysForWhomItWaitsAndGoesOnWhenTheStackIsFree() {
    CompletableFuture<Outcome> outcome = typed(ANNA, "/deploy web");
    waits("*web*: next after @ben (`deploys 0123456789`); waits since 12:00 UTC");
    waits("`/deploy cancel web`");
    assertThat(outcome).isNotDone();

    run.close();
    assertThat(outcome.join()).isInstanceOf(Outcome.Waiting.class);
  }

  @Test
  void theThirdSaysHowManyAreBeforeIt() {
    CompletableFuture<Outcome> second = typed(ANNA, "/deploy web");
    waits("next after @ben");
    CompletableFuture<Outcome> third = typed(BEN, "/deploy web");
    waits("next after @ben (`deploys 0123456789`), and 1 before this");

    run.close();
    assertThat(second.join()).isInstanceOf(Outcome.Waiting.class);
    assertThat(third.join()).isInstanceOf(Outcome.Waiting.class);
  }

  @Test
  void anotherStackDoesNotWait() {
    world.estate.push(Map.of("web", "nginx:1", "api", "nginx:1"));
    assertThat(world.says(ANNA, "/deploy api")).isInstanceOf(Outcome.Waiting.class);
  }

  @Test
  void whatWaitsCanBeTakenBack() {
    CompletableFuture<Outcome> outcome = typed(ANNA, "/deploy web");
    waits("next after @ben");
    assertThat(world.says(EVE, "/deploy cancel web").text()).contains("@eve may not deploy");
    assertThat(world.says(BEN, "/deploy cancel web").text()).contains("by @anna");

    assertThat(outcome.join())
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.text()).contains("@ben took it back", "nothing was done");
              assertThat(refused.next()).isEqualTo("/deploy web");
            });
    assertThat(world.says(ANNA, "/deploy cancel web").text()).contains("Nothing waits");
  }

  @Test
  void aPersonsLockIsNotWaitedFor() {
    run.close();
    world.says(BEN, "/deploy lock web migration");
    assertThat(world.says(ANNA, "/deploy web"))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.next()).isEqualTo("/deploy unlock web"));
  }

  @Test
  void nobodyWaitsForEver() {
    CompletableFuture<Outcome> outcome = typed(ANNA, "/deploy web");
    waits("next after @ben");
    for (int minute = 0; minute < 31; minute++) {
      world.now.updateAndGet(before -> before.plus(Duration.ofMinutes(1)));
      run.require();
    }
    assertThat(outcome.join().text()).contains("was not free for 31 minutes; nothing was done");
  }

  @Test
  void aBotThatStopsLeavesWhatWaitsUndone() throws InterruptedException {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual().start(() -> outcome.complete(world.says(ROOT, "/deploy web")));
    thread.interrupt();
    thread.join();
    assertThat(outcome.join().text()).isNotBlank();
    assertThat(world.image("web_app")).isEmpty();
  }

  @Test
  void aRunIsAbortedByWhoMayDeploy() {
    assertThat(world.says(EVE, "/deploy abort web no")).isInstanceOf(Outcome.Refused.class);
    assertThat(run.aborted()).isEmpty();
    assertThat(world.says(ANNA, "/deploy abort web wrong branch").text())
        .contains("the run of @ben", "stops at its next step and goes back");
    assertThat(run.aborted()).contains("aborted by anna: wrong branch");
    run.close();
    assertThat(world.says(ANNA, "/deploy abort web again").text()).contains("Nothing is under way");
  }
}
