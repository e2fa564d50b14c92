package skep.commands.deploy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import skep.deploy.release.Release;

/** How long something takes by now, beside how long it usually does. */
final class Elapsed {
  private static final int ENOUGH = 5;

  private final InstantSource clock;
  private final Instant begun;
  private final Optional<Duration> usual;

  Elapsed(InstantSource clock, Optional<Duration> usual) {
    this.clock = clock;
    this.begun = clock.instant();
    this.usual = usual;
  }

  /**
   * What the newest verified releases took, the middle one of them.
   *
   * @param history newest first
   */
  static Optional<Duration> usual(List<Release> history) {
    List<Duration> times =
        history.stream()
            .filter(release -> release.state() == Release.State.RELEASED)
            .flatMap(release ->
                release.ended().map(end -> Duration.between(release.started(), end)).stream())
            .limit(ENOUGH)
            .sorted()
            .toList();
    return times.isEmpty() ? Optional.empty() : Optional.of(times.get(times.size() / 2));
  }

  /** {@code 12 s, usually 40 s}. */
  String words() {
    return words(Duration.between(begun, clock.instant()))
        + usual.map(time -> ", usually " + words(time)).orElse("");
  }

  /** {@code 12 s}, {@code 3 min 12 s}, {@code 2 h 3 min}. */
  static String words(Duration time) {
    if (time.toHours() > 0) {
      return "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
    }
    return time.toMinutes() > 0
        ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
        : time.toSeconds() + " s";
  }
}
