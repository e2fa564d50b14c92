package skep.commands.deploy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import skep.commands.chat.Span;
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
    return Span.words(Duration.between(begun, clock.instant()))
        + usual.map(time -> ", usually " + Span.words(time)).orElse("");
  }
}
