package skep.runbooks.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skep.runbooks.answer.Budget.Limits;
import skep.runbooks.answer.Budget.Price;
import skep.runbooks.answer.Budget.Share;
import skep.runbooks.answer.Budget.Verdict;

class BudgetTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-11-30T00:00:00Z");
  private static final long MUCH = 1_000_000_000;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-29T12:00:00Z"));

  private Budget budget(Share person, Share all) {
    return new Budget(new Limits(person, all), Price.USUAL, now::get);
  }

  private Budget budget() {
    return budget(new Share(2, 10_000, 5_000), new Share(3, 15_000, 8_000));
  }

  private static Verdict over(String why) {
    return new Verdict.Over(why, MIDNIGHT);
  }

  @Test
  void aPersonAsksUntilTheirQuestionsAreUsedUpAndOthersGoOn() {
    Budget budget = budget();
    assertThat(budget.ask("a")).isEqualTo(new Verdict.Within());
    assertThat(budget.ask("a")).isEqualTo(new Verdict.Within());
    assertThat(budget.ask("a")).isEqualTo(over("your 2 questions for today are used up"));
    assertThat(budget.ask("b")).isEqualTo(new Verdict.Within());
    assertThat(budget.ask("c")).isEqualTo(over("everybody's 3 questions for today are used up"));
  }

  @Test
  void tokensOfBothWaysCount() {
    Budget budget = budget(new Share(5, 10_000, MUCH), new Share(5, 15_000, MUCH));
    budget.ask("a");
    budget.spent("a", new Usage(9_000, 999));
    assertThat(budget.ask("a")).isEqualTo(new Verdict.Within());
    budget.spent("a", new Usage(0, 1));
    assertThat(budget.ask("a")).isEqualTo(over("your 10,000 tokens for today are used up"));
  }

  @Test
  void moneyCountsByTheTwoPrices() {
    Budget budget = budget(new Share(100, MUCH, 5_000), new Share(100, MUCH, 2_000_000));
    budget.spent("a", new Usage(13_333, 5_000));
    assertThat(budget.ask("a")).isEqualTo(over("your $0.0050 for today are used up"));
    budget.spent("b", new Usage(0, 3_333_333));
    assertThat(budget.ask("c")).isEqualTo(over("everybody's $2.00 for today are used up"));
  }

  @Test
  void thePartOfAMicroDollarIsNotLost() {
    assertThat(Price.USUAL.of(new Usage(1, 0))).isEqualTo(1);
    assertThat(Price.USUAL.of(new Usage(10_000, 500))).isEqualTo(1_800);
    assertThat(Price.USUAL.of(Usage.NONE)).isZero();
  }

  @Test
  void whatIsRefusedDoesNotCount() {
    Budget budget = budget();
    budget.ask("a");
    budget.ask("a");
    budget.ask("a");
    assertThat(budget.today().questions()).isEqualTo(2);
    assertThat(budget.today().persons()).isEqualTo(1);
  }

  @Test
  void atMidnightOfUtcItStartsAnew() {
    Budget budget = budget();
    budget.ask("a");
    budget.ask("a");
    budget.spent("a", new Usage(9_000, 1_000));
    now.set(MIDNIGHT.minusMillis(1));
    assertThat(budget.ask("a")).isInstanceOf(Verdict.Over.class);
    now.set(MIDNIGHT);
    assertThat(budget.ask("a")).isEqualTo(new Verdict.Within());
    assertThat(budget.today().tokens()).isZero();
    assertThat(budget.today().persons()).isEqualTo(1);
  }

  @Test
  void aClockThatIsSetBackOpensNoNewDay() {
    Budget budget = budget();
    budget.ask("a");
    budget.ask("a");
    now.set(Instant.parse("2026-11-27T12:00:00Z"));
    assertThat(budget.ask("a")).isEqualTo(over("your 2 questions for today are used up"));
  }

  @Test
  void aLimitOfNothingLetsNothingThrough() {
    assertThat(budget(new Share(0, 10, 10), new Share(10, 10, 10)).ask("a"))
        .isInstanceOf(Verdict.Over.class);
    assertThat(budget(new Share(10, 10, 10), new Share(10, 10, 0)).ask("a"))
        .isEqualTo(over("everybody's $0.00 for today are used up"));
  }

  @Test
  void noMorePersonsAreRememberedThanWereLetThrough() {
    Budget budget = budget();
    for (int i = 0; i < 10_000; i++) {
      budget.ask("person " + i);
    }
    assertThat(budget.today().persons()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0 | 0 | today: 0 questions, 0 tokens, about $0.00 of $1.00",
        "1 | 3000 | 100 | today: 1 question, 3,100 tokens, about $0.0005 of $1.00",
        "12 | 30000 | 45000 | today: 12 questions, 75,000 tokens, about $0.03 of $1.00",
      })
  void whatWasSpentTodayIsALine(int questions, long in, long out, String line) {
    Budget budget = new Budget(Limits.USUAL, Price.USUAL, now::get);
    for (int i = 0; i < questions; i++) {
      budget.ask("a");
    }
    budget.spent("a", new Usage(in, out));
    assertThat(budget.today().words()).isEqualTo(line);
  }

  @Test
  void manyAtATimeGetNoMoreThanThereIs() throws InterruptedException {
    Budget budget = budget(new Share(1_000, MUCH, MUCH), new Share(100, MUCH, MUCH));
    AtomicInteger let = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int question = 0; question < 50; question++) {
                  if (budget.ask("a") instanceof Verdict.Within) {
                    let.incrementAndGet();
                  }
                  budget.spent("a", new Usage(1, 1));
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(let.get()).isEqualTo(100);
    assertThat(budget.today().tokens()).isEqualTo(800);
  }

  @Test
  void whatIsBelowZeroIsNoSetting() {
    assertThatThrownBy(() -> new Share(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Price(0, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Usage(-1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
