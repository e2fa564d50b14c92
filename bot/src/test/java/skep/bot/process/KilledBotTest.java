package skep.bot.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import skep.bot.process.Night.Moment;
import skep.deploy.lab.Lab;

/**
 * The bot is killed, as {@code kill -9} does it, after each write to the Swarm that a deployment
 * makes: every claim, plan, lock, journal entry and step. The bot that starts next ends it, once,
 * as verified new or verified old, and answers in the same thread. Several teams, each with a Swarm
 * of its own, share the moments out.
 */
@Tag("lab")
@ResourceLock("lab")
class KilledBotTest {
  private static final int TEAMS = 3;
  private static final int FEWEST = 20;

  /** Writes of the request alone: it is claimed, planned, and answered with the question. */
  private static final int ASKED = 3;

  @TempDir Path folder;
  private final Map<Moment, CompletableFuture<Boolean>> ends = new LinkedHashMap<>();
  private final Queue<Throwable> leftOpen = new ConcurrentLinkedQueue<>();
  private final Queue<Moment> open = new ConcurrentLinkedQueue<>();

  @TestFactory
  Stream<DynamicTest> atEachWriteOfADeploymentThatGoesWell() throws InterruptedException {
    return Stream.concat(
        killed(true),
        Stream.of(dynamicTest("first the old stays, and then the new does", this::oldThenNew)));
  }

  @TestFactory
  Stream<DynamicTest> atEachWriteOfADeploymentThatFails() throws InterruptedException {
    return killed(false);
  }

  private Stream<DynamicTest> killed(boolean goesWell) throws InterruptedException {
    List<Thread> others = new ArrayList<>();
    try (Lab lab = Lab.start(1);
        Night night = new Night(lab, folder.resolve("team0"))) {
      enumerate(night, goesWell);
      IntStream.range(1, TEAMS)
          .forEach(i -> others.add(Thread.ofPlatform().start(() -> another("team" + i))));
      work(night);
    } finally {
      for (Thread other : others) {
        other.join();
      }
    }
    return Stream.concat(
        ends.keySet().stream().map(moment -> dynamicTest(moment.words(), () -> judge(moment))),
        Stream.of(dynamicTest("no alert stays open", () -> assertThat(leftOpen).isEmpty())));
  }

  private void enumerate(Night night, boolean goesWell) {
    List<String> writes = night.undisturbed(goesWell);
    assertThat(writes)
        .hasSizeGreaterThan(FEWEST)
        .anySatisfy(write -> assertThat(write).startsWith("create network"))
        .anySatisfy(write -> assertThat(write).startsWith("create secret"))
        .anySatisfy(write -> assertThat(write).contains("create config web1_page"))
        .anySatisfy(write -> assertThat(write).startsWith("create service"))
        .anySatisfy(write -> assertThat(write).startsWith("update service"))
        .anySatisfy(write -> assertThat(write).startsWith("remove service"));
    IntStream.range(0, writes.size())
        .mapToObj(i -> new Moment(goesWell, i, i == 0 ? "nothing" : writes.get(i - 1)))
        .forEach(open::add);
    open.forEach(moment -> ends.put(moment, new CompletableFuture<>()));
  }

  private void another(String name) {
    try (Lab lab = Lab.start(1);
        Night night = new Night(lab, folder.resolve(name))) {
      work(night);
    }
  }

  private void work(Night night) {
    for (Moment moment = open.poll(); moment != null; moment = open.poll()) {
      try {
        ends.get(moment).complete(night.killedAt(moment));
      } catch (RuntimeException | AssertionError e) {
        // What it left is no ground for another round.
        ends.get(moment).completeExceptionally(e);
        return;
      }
    }
    try {
      night.everyAlertIsAtItsEnd();
    } catch (RuntimeException | AssertionError e) {
      leftOpen.add(e);
    }
  }

  private void judge(Moment moment) throws Exception {
    CompletableFuture<Boolean> end = ends.get(moment);
    assertThat(end).as("a team came to it").isDone();
    boolean isNew = end.get();
    assertThat(moment.goesWell() || !isNew).as("what fails is never new").isTrue();
  }

  private void oldThenNew() {
    List<Boolean> isNew = ends.values().stream().map(end -> end.getNow(false)).toList();
    assertThat(isNew.subList(0, ASKED)).as("nobody has approved").containsOnly(false);
    assertThat(isNew.get(ASKED)).as("approved while no bot listened").isTrue();
    assertThat(isNew.subList(ASKED + 1, isNew.size())).isSorted().contains(true, false);
  }
}
