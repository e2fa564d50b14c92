package skep.bot.log;

import java.util.function.UnaryOperator;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Every log line without the secrets that are known, stack traces too, whoever writes it. */
public final class RedactedLog extends Formatter {
  private static final String FORMAT = "%1$tFT%1$tT %4$s %3$s %5$s%6$s%n";

  /** Kept here: the level of a logger nobody holds is forgotten. */
  private static final Logger ENGINE_CALLS = Logger.getLogger("skep.deploy.docker");

  private final UnaryOperator<String> redaction;
  private final Formatter style;

  /** How a line looks. */
  public enum Style {
    /** For people: one line with its time, level and logger. */
    PLAIN,
    /** For machines: one JSON object a line; with every write to the engine. */
    JSON
  }

  RedactedLog(UnaryOperator<String> redaction, Style style) {
    this.redaction = redaction;
    this.style =
        switch (style) {
          case PLAIN -> plain();
          case JSON -> new JsonLines();
        };
  }

  private static Formatter plain() {
    System.setProperty("java.util.logging.SimpleFormatter.format", FORMAT);
    return new SimpleFormatter();
  }

  /** From now on, for the whole program. */
  public static void install(UnaryOperator<String> redaction, Style style) {
    RedactedLog redacted = new RedactedLog(redaction, style);
    boolean everything = style == Style.JSON;
    ENGINE_CALLS.setLevel(everything ? Level.FINE : Level.INFO);
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      handler.setFormatter(redacted);
      handler.setLevel(everything ? Level.FINE : Level.INFO);
    }
    Thread.setDefaultUncaughtExceptionHandler((thread, error) ->
        Logger.getLogger(thread.getName()).log(Level.SEVERE, "a thread ended", error));
  }

  @Override
  public String format(LogRecord line) {
    return redaction.apply(style.format(line));
  }
}
