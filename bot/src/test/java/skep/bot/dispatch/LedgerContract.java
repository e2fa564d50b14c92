package skep.bot.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skep.bot.dispatch.Ledger.Taken;
import skep.commands.chat.Origin;
import skep.deploy.release.SteppedClock;

/** What the dispatcher relies on, whichever ledger it was given. */
public abstract class LedgerContract {
  private static final Origin FIRST = new Origin("ops", "m1", "m1");
  private static final Origin SECOND = new Origin("ops", "m1", "m2");

  private final SteppedClock clock = new SteppedClock();
  private final Instant begin = clock.instant();
  private Ledger ledger;

  protected abstract Ledger open(InstantSource clock);

  @BeforeEach
  void open() {
    ledger = open(clock);
  }

  @Test
  void aMessageIsTakenOnce() {
    assertThat(ledger.take(FIRST)).isTrue();
    assertThat(ledger.take(FIRST)).isFalse();
    assertThat(ledger.take(SECOND)).isTrue();
  }

  @Test
  void anAnsweredMessageIsNotTakenAgain() {
    ledger.take(FIRST);
    ledger.answered(FIRST);

    assertThat(ledger.take(FIRST)).isFalse();
    assertThat(ledger.unanswered()).isEmpty();
  }

  @Test
  void ofManyWhoTakeItInTheSameMomentOneGetsIt() throws InterruptedException, ExecutionException {
    Callable<Boolean> take = () -> ledger.take(FIRST);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int got = 0;
      for (var each : threads.invokeAll(Collections.nCopies(16, take))) {
        got += each.get() ? 1 : 0;
      }
      assertThat(got).isEqualTo(1);
    }
  }

  @Test
  void whatIsUnansweredIsToldOldestFirstWithTheLastSignOfLife() {
    ledger.take(FIRST);
    clock.pass(Duration.ofSeconds(1));
    ledger.take(SECOND);
    assertThat(ledger.unanswered())
        .containsExactly(new Taken(FIRST, begin), new Taken(SECOND, begin.plusSeconds(1)));

    clock.pass(Duration.ofSeconds(9));
    ledger.alive(FIRST);
    assertThat(ledger.unanswered())
        .containsExactly(
            new Taken(FIRST, begin.plusSeconds(10)), new Taken(SECOND, begin.plusSeconds(1)));
  }

  @Test
  void aSignOfLifeAfterTheAnswerOpensNothingAgain() {
    ledger.take(FIRST);
    ledger.answered(FIRST);
    ledger.alive(FIRST);

    assertThat(ledger.unanswered()).isEmpty();
  }

  @Test
  void anAnswerToWhatNobodyTookChangesNothing() {
    ledger.answered(FIRST);

    assertThat(ledger.unanswered()).isEmpty();
    assertThat(ledger.take(FIRST)).isTrue();
  }
}
