package skep.runbooks.endpoint;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * How long an answer is waited for.
 *
 * @param connect until there is a connection
 * @param silence with nothing coming
 * @param whole from the question to the end of the answer
 * @param pause before it is asked a second time
 */
public record Patience(Duration connect, Duration silence, Duration whole, Duration pause) {
  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofMillis(500));

  public Patience {
    if (Stream.of(connect, silence, whole, pause).anyMatch(one -> !one.isPositive())) {
      throw new IllegalArgumentException("patience has to last");
    }
  }
}
