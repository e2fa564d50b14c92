package skep.bot.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import skep.bot.schedule.Schedules.Moments;

class SchedulesTest {
  private static final Duration NO_PULSE = Duration.ofHours(1);

  private final LinkedBlockingQueue<Instant> wakes = new LinkedBlockingQueue<>();

  private void note() {
    wakes.add(Instant.now());
  }

  private Instant woken() throws InterruptedException {
    Instant wake = wakes.poll(30, TimeUnit.SECONDS);
    assertThat(wake).as("woken").isNotNull();
    return wake;
  }

  /** Every so often since 1970. */
  private static Moments every(Duration interval) {
    long millis = interval.toMillis();
    return after -> Instant.ofEpochMilli((after.toEpochMilli() / millis + 1) * millis);
  }

  private static Moments once(Instant moment) {
    return after -> after.isBefore(moment) ? moment : Instant.MAX.minusSeconds(1_000_000);
  }

  @Test
  void wakesAtOnceAndThenWithEveryPulse() throws InterruptedException {
    try (Schedules _ = Schedules.start(this::note, InstantSource.system(), Duration.ofMillis(20))) {
      for (int i = 0; i < 4; i++) {
        woken();
      }
    }
  }

  @Test
  void wakesWhenAMomentIsThereAndNotBefore() throws InterruptedException {
    try (Schedules schedules = Schedules.start(this::note, InstantSource.system(), NO_PULSE)) {
      woken();
      Instant moment = Instant.now().plusMillis(300);
      schedules.watch(List.of(once(moment), once(moment.plusSeconds(1000))));
      assertThat(woken()).as("for the new moments").isBefore(moment);
      assertThat(woken()).as("for the first of them").isAfterOrEqualTo(moment);
    }
  }

  @Test
  void wakesForEveryMomentOfARow() throws InterruptedException {
    try (Schedules schedules = Schedules.start(this::note, InstantSource.system(), NO_PULSE)) {
      schedules.watch(List.of(every(Duration.ofMillis(50))));
      for (int i = 0; i < 6; i++) {
        woken();
      }
    }
  }

  @Test
  void momentsThatAreWatchedNoMoreDoNotWake() throws InterruptedException {
    Instant gone = Instant.now().plusMillis(400);
    Instant later = gone.plusMillis(200);
    try (Schedules schedules = Schedules.start(this::note, InstantSource.system(), NO_PULSE)) {
      woken();
      schedules.watch(List.of(once(gone)));
      woken();
      schedules.watch(List.of(once(later)));
      woken();
      // The wake that was waiting has been replaced with that of the new set.
      assertThat(woken()).isAfterOrEqualTo(later);
    }
  }

  @Test
  void whatComesWhileTheCallbackRunsIsWokenForAfterIt() throws InterruptedException {
    Instant moment = Instant.parse("2026-11-02T02:15:00Z");
    AtomicReference<Instant> now = new AtomicReference<>(moment.minusSeconds(10));
    try (Schedules schedules =
        Schedules.start(
            () -> {
              note();
              now.updateAndGet(time -> time.plusSeconds(8));
            },
            now::get,
            NO_PULSE)) {
      woken();
      schedules.watch(List.of(once(moment)));
      woken();
      assertThat(woken()).as("the clock reached the moment during the second wake").isNotNull();
    }
  }

  @Test
  void theCallbackNeverOverlapsItselfAndOneWakeIsLeftOfMany() throws InterruptedException {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Semaphore ends = new Semaphore(0);
    try (Schedules schedules =
        Schedules.start(
            () -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              note();
              ends.acquireUninterruptibly();
              running.decrementAndGet();
            },
            InstantSource.system(),
            NO_PULSE)) {
      woken();
      for (int i = 0; i < 50; i++) {
        schedules.watch(List.of());
      }
      ends.release();
      woken();
      ends.release();
      await().until(() -> running.get() == 0);
      schedules.watch(List.of());
      woken();
      assertThat(wakes).as("woken besides").isEmpty();
      assertThat(most).hasValue(1);
      ends.release();
    }
  }

  @Test
  void aCallbackThatFailsIsWokenAgain() throws InterruptedException {
    try (Schedules _ =
        Schedules.start(
            () -> {
              note();
              throw new IllegalStateException("the Swarm is away");
            },
            InstantSource.system(),
            Duration.ofMillis(20))) {
      for (int i = 0; i < 3; i++) {
        woken();
      }
    }
  }

  @Test
  void twoOfThemDoNotShareTheirEnd() throws InterruptedException {
    AtomicInteger others = new AtomicInteger();
    Schedules other =
        Schedules.start(others::incrementAndGet, InstantSource.system(), Duration.ofMillis(20));
    try (Schedules _ = Schedules.start(this::note, InstantSource.system(), Duration.ofMillis(20))) {
      await().until(() -> others.get() > 0);
      other.close();
      wakes.clear();
      woken();
      woken();
    }
  }

  @Test
  void afterTheEndNothingIsWokenAndNoThreadKeepsTheProgram() throws InterruptedException {
    AtomicReference<Thread> thread = new AtomicReference<>();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Schedules schedules =
        Schedules.start(
            () -> {
              thread.set(Thread.currentThread());
              note();
              inside.countDown();
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            InstantSource.system(),
            Duration.ofMillis(20));
    inside.await();
    schedules.close();
    schedules.watch(List.of(every(Duration.ofMillis(20))));
    end.countDown();
    thread.get().join(30_000);
    assertThat(thread.get().isAlive()).isFalse();
    assertThat(thread.get().isDaemon()).isTrue();
    assertThat(wakes).hasSize(1);
  }
}
