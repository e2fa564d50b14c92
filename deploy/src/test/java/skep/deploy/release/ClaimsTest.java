package skep.deploy.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import skep.secrets.redaction.SecretValue;

class ClaimsTest {
  private final SteppedClock clock = new SteppedClock();
  private final RecordStore store = new InMemoryRecords(clock);
  private final Claims claims = new Claims(store, clock);

  @Test
  void aMessageDeliveredManyTimesIsClaimedOnce() throws Exception {
    Callable<Boolean> delivery = () -> new Claims(store, clock).claim("m1");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int claimed = 0;
      for (var result : threads.invokeAll(Collections.nCopies(16, delivery))) {
        claimed += result.get() ? 1 : 0;
      }
      assertThat(claimed).isEqualTo(1);
    }
  }

  @Test
  void theAnswersPlaceIsFoundByARestartedBot() {
    claims.claim("m1");
    assertThat(claims.find("m1").orElseThrow().result()).isEmpty();

    claims.note("m1", "reply r7");

    assertThat(new Claims(store, clock).find("m1").orElseThrow().result()).contains("reply r7");
    assertThat(claims.find("m2")).isEmpty();
  }

  @Test
  void whoeverIsAtItSaysSoUntilItIsAnswered() {
    claims.claim("m1");
    clock.pass(Duration.ofSeconds(40));
    claims.alive("m1");
    var alive = claims.find("m1").orElseThrow();
    assertThat(Duration.between(alive.since(), alive.alive())).isEqualTo(Duration.ofSeconds(40));

    claims.note("m1", "answered");
    clock.pass(Duration.ofSeconds(40));
    claims.alive("m1");
    assertThat(claims.find("m1").orElseThrow().alive()).isEqualTo(alive.alive());
    assertThat(claims.find("m1").orElseThrow().result()).contains("answered");
  }

  @Test
  void claimsOlderThanTwoDaysAreForgotten() {
    claims.claim("old");
    clock.pass(Duration.ofHours(47));
    claims.claim("new");
    clock.pass(Duration.ofHours(2));

    assertThat(claims.prune()).isEqualTo(1);
    assertThat(claims.all()).extracting(Claims.Claim::messageId).containsExactly("new");
  }

  @Test
  void theFingerprintKeyIsMadeOnceAndTellsObjectsApart() {
    SecretValue value = SecretValue.of("hunter2");
    String first = FingerprintKey.obtain(store).fingerprint("web_password", value);

    assertThat(FingerprintKey.obtain(store).fingerprint("web_password", value))
        .isEqualTo(first)
        .hasSize(64);
    assertThat(FingerprintKey.obtain(store).fingerprint("api_password", value)).isNotEqualTo(first);
    assertThat(FingerprintKey.obtain(new InMemoryRecords(clock)).fingerprint("web_password", value))
        .isNotEqualTo(first);
  }
}
