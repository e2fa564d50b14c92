package skep.deploy.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimingTest {
  private final ObjectNode spec = JsonNodeFactory.instance.objectNode();

  private Duration window() {
    return Timing.DEFAULT.window(spec);
  }

  private ObjectNode check(long intervalSeconds, int retries) {
    ObjectNode check =
        spec.withObjectProperty("TaskTemplate")
            .withObjectProperty("ContainerSpec")
            .putObject("Healthcheck");
    check.putArray("Test").add("CMD").add("true");
    return check
        .put("Interval", Duration.ofSeconds(intervalSeconds).toNanos())
        .put("Retries", retries);
  }

  private void monitor(long seconds) {
    spec.putObject("UpdateConfig").put("Monitor", Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void aServiceThatDiesInItsSixthSecondIsSeenToThoughNothingWasSaid() {
    assertThat(window()).isEqualTo(Duration.ofSeconds(15));
    monitor(5);
    assertThat(window()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void aLongerMonitorTimeCounts() {
    monitor(40);
    assertThat(window()).isEqualTo(Duration.ofSeconds(40));
    monitor(4_000);
    assertThat(window()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void aHealthCheckIsGivenTheTimeToFail() {
    check(8, 4);
    assertThat(window()).isEqualTo(Duration.ofSeconds(32));
  }

  @Test
  void aSlowHealthCheckIsNotWaitedForUnlessTheMonitorTimeAsksForIt() {
    check(0, 0);
    assertThat(window()).isEqualTo(Duration.ofMinutes(1));
    monitor(90);
    assertThat(window()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void aDisabledHealthCheckIsNone() {
    check(30, 3).putArray("Test").add("NONE");
    assertThat(window()).isEqualTo(Duration.ofSeconds(15));
  }
}
