package skep.commands.chat;

import java.time.Duration;

/** How long something took, as people say it. */
public final class Span {
  private Span() {}

  /** {@code 12 s}, {@code 3 min 12 s}, {@code 2 h 3 min}. */
  public static String words(Duration time) {
    if (time.toHours() > 0) {
      return "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
    }
    return time.toMinutes() > 0
        ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
        : time.toSeconds() + " s";
  }
}
