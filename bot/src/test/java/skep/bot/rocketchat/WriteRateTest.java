package skep.bot.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WriteRateTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final AtomicLong now = new AtomicLong(17);
  private final WriteRate rate = new WriteRate(now::get, now::addAndGet);

  @Test
  void aFewWritesDoNotWait() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      rate.take();
    }
    assertThat(now.get()).isEqualTo(17);
  }

  @Test
  void noSecondHoldsMoreThanFourHoweverManyCome() throws InterruptedException {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      rate.take();
      times.add(now.get());
      now.addAndGet(i % 7 * SECOND / 10);
    }
    for (int i = 4; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 4)).isGreaterThanOrEqualTo(SECOND);
    }
  }

  @Test
  void anAccountThatMaySendManyIsFiveTimesAsFast() throws InterruptedException {
    rate.mayMany();
    for (int i = 0; i < 20; i++) {
      rate.take();
    }
    assertThat(now.get()).isEqualTo(17);
    rate.take();
    assertThat(now.get()).isEqualTo(17 + SECOND);
  }

  @Test
  void aQuietTimeIsNotSavedUp() throws InterruptedException {
    rate.take();
    now.addAndGet(3600 * SECOND);
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      rate.take();
      times.add(now.get());
    }
    assertThat(times.get(4) - times.getFirst()).isEqualTo(SECOND);
  }
}
