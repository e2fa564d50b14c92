package skep.deploy.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import skep.deploy.release.Release.Actor;
import skep.secrets.repository.CommitId;

class StackLocksTest {
  private static final Actor ANN = new Actor("7Hq", "ann");
  private static final Actor BEN = new Actor("x9T", "ben");
  private final SteppedClock clock = new SteppedClock();
  private final RecordStore store = new InMemoryRecords(clock);
  private final StackLocks locks = new StackLocks(store, clock);

  private Lease acquired(Actor by) {
    return switch (locks.acquire("web", by, "deploys 0123456789")) {
      case StackLocks.Acquired(var lease) -> lease;
      case StackLocks.Held held -> throw new AssertionError("held: " + held);
    };
  }

  @Test
  void whoComesSecondIsToldWhoHoldsItWhyAndSinceWhen() {
    acquired(ANN);
    clock.pass(Duration.ofSeconds(5));

    assertThat(locks.acquire("web", BEN, "deploys"))
        .isEqualTo(
            new StackLocks.Held(
                ANN,
                "deploys 0123456789",
                clock.instant().minusSeconds(5),
                java.util.Optional.of(clock.instant().plusSeconds(55))));
  }

  @Test
  void stacksAreLockedApart() {
    acquired(ANN);
    assertThat(locks.acquire("api", BEN, "deploys")).isInstanceOf(StackLocks.Acquired.class);
  }

  @Test
  void ofManyAtTheSameTimeOneGetsIt() throws Exception {
    Callable<StackLocks.Acquisition> attempt = () -> locks.acquire("web", ANN, "deploys");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int winners = 0;
      for (var result : threads.invokeAll(Collections.nCopies(16, attempt))) {
        winners += result.get() instanceof StackLocks.Acquired ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    }
  }

  @Test
  void aClosedLeaseFreesTheStack() {
    acquired(ANN).close();
    assertThat(locks.holder("web")).isEmpty();
    acquired(BEN).require();
  }

  @Test
  void theLeaseOfADeadRunIsBrokenByTheNextOnceItRanOut() {
    acquired(ANN).abandon();
    clock.pass(Duration.ofSeconds(65));
    assertThat(locks.acquire("web", BEN, "deploys")).isInstanceOf(StackLocks.Held.class);

    clock.pass(Duration.ofSeconds(10));
    assertThat(locks.acquire("web", BEN, "deploys")).isInstanceOf(StackLocks.Acquired.class);
  }

  @Test
  void aRunOfThisProgramKeepsItsLockHoweverLateItsRenewalsAre() {
    Lease late = acquired(ANN);
    clock.pass(Duration.ofMinutes(5));

    assertThat(locks.acquire("web", BEN, "deploys")).isInstanceOf(StackLocks.Held.class);
    assertThat(locks.unlock("web")).isInstanceOf(StackLocks.Unlocking.InUse.class);
    late.require();
  }

  @Test
  void anotherProgramTakesALockThatRanOutAndTheLateRunLearnsIt() {
    Lease late = acquired(ANN);
    clock.pass(Duration.ofMinutes(5));

    assertThat(new StackLocks(store, clock).acquire("web", BEN, "deploys"))
        .isInstanceOf(StackLocks.Acquired.class);
    assertThatThrownBy(late::require).isInstanceOf(Lease.LeaseLostException.class);
    assertThat(locks.acquire("web", ANN, "deploys")).isInstanceOf(StackLocks.Held.class);
  }

  @Test
  void aRunWhoseLeaseWasTakenStopsActingAndLeavesTheLockAlone() {
    Lease old = acquired(ANN);
    old.abandon();
    clock.pass(Duration.ofMinutes(2));
    Lease fresh = acquired(BEN);

    assertThatThrownBy(old::require).isInstanceOf(Lease.LeaseLostException.class);
    old.close();
    fresh.require();
    assertThat(locks.holder("web")).map(StackLocks.Held::by).contains(BEN);
  }

  @Test
  void aRunThatWokeUpLateKeepsItsStackWhereNobodyTookIt() {
    Lease lease = acquired(ANN);
    clock.pass(Duration.ofMinutes(10));

    lease.require();

    assertThat(locks.holder("web").orElseThrow().until())
        .contains(clock.instant().plus(StackLocks.LEASE));
  }

  @Test
  void aPersonsLockHasNoEndAndStopsRuns() {
    assertThat(locks.hold("web", ANN, "database moves")).isEmpty();
    clock.pass(Duration.ofDays(30));

    assertThat(locks.acquire("web", BEN, "deploys"))
        .isInstanceOfSatisfying(
            StackLocks.Held.class,
            held -> {
              assertThat(held.reason()).isEqualTo("database moves");
              assertThat(held.until()).isEmpty();
            });
    assertThat(locks.locked()).containsExactly("web");
  }

  @Test
  void aPersonCannotLockAStackWhoseReleaseADeadBotLeftUnfinished() {
    acquired(BEN).abandon();
    var releases = new Releases(store, clock);
    OpenRelease open =
        releases.begin(
            EmptyDraft.of("web", new CommitId("0123456789012345678901234567890123456789"), BEN));
    clock.pass(Duration.ofMinutes(2));

    assertThat(locks.hold("web", ANN, "database moves"))
        .hasValueSatisfying(held -> {
          assertThat(held.by()).isEqualTo(BEN);
          assertThat(held.reason()).isEqualTo("release 1 was begun and is not at its end");
        });
    assertThat(locks.holder("web")).as("free for who finishes it").isEmpty();

    open.end(Release.State.ROLLED_BACK, "");
    assertThat(locks.hold("web", ANN, "database moves")).isEmpty();
  }

  @Test
  void unlockingFreesAPersonsLockAndNeverALiveRuns() {
    locks.hold("web", ANN, "database moves");
    assertThat(locks.unlock("web")).isInstanceOf(StackLocks.Unlocking.Unlocked.class);
    assertThat(locks.unlock("web")).isInstanceOf(StackLocks.Unlocking.WasFree.class);

    Lease lease = acquired(BEN);
    assertThat(locks.unlock("web")).isInstanceOf(StackLocks.Unlocking.InUse.class);
    lease.require();
  }

  @Test
  void aStackWithAVeryLongNameHasItsOwnLock() {
    String one = "a".repeat(60) + "1";
    String two = "a".repeat(60) + "2";
    locks.hold(one, ANN, "x");

    assertThat(locks.hold(two, BEN, "y")).isEmpty();
    assertThat(RecordNames.lock(one)).hasSizeLessThanOrEqualTo(64);
    assertThat(RecordNames.release(one, 12_345_678)).hasSizeLessThanOrEqualTo(64);
  }
}
