package skep.bot;

import java.util.function.UnaryOperator;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Every log line without the secrets that are known, stack traces too, whoever writes it. */
final class RedactedLog extends Formatter {
  private static final String FORMAT = "%1$tFT%1$tT %4$s %3$s %5$s%6$s%n";

  private final UnaryOperator<String> redaction;
  private final Formatter simple;

  RedactedLog(UnaryOperator<String> redaction) {
    System.setProperty("java.util.logging.SimpleFormatter.format", FORMAT);
    this.redaction = redaction;
    this.simple = new SimpleFormatter();
  }

  /** From now on, for the whole program. */
  static void install(UnaryOperator<String> redaction) {
    RedactedLog redacted = new RedactedLog(redaction);
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      handler.setFormatter(redacted);
    }
    Thread.setDefaultUncaughtExceptionHandler((thread, error) ->
        Logger.getLogger(thread.getName()).log(Level.SEVERE, "a thread ended", error));
  }

  @Override
  public String format(LogRecord line) {
    return redaction.apply(simple.format(line));
  }
}
