package skep.bot.log;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.slf4j.MDC;

/**
 * One JSON object a line: {@code time} (UTC), {@code level} ({@code debug}, {@code info}, {@code
 * warn}, {@code error}), {@code logger}, {@code thread}, {@code command} (id of the chat message
 * whose command is at work here, down to the calls to the engine), {@code message}, and {@code
 * error} with the stack trace.
 */
final class JsonLines extends Formatter {
  private static final String COMMAND = WorkingOn.KEY;

  @Override
  public String format(LogRecord line) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("time", line.getInstant().truncatedTo(ChronoUnit.MILLIS).toString())
        .put("level", level(line.getLevel()))
        .put("logger", line.getLoggerName())
        .put("thread", Thread.currentThread().getName());
    Optional.ofNullable(MDC.get(COMMAND)).ifPresent(id -> json.put(COMMAND, id));
    json.put("message", formatMessage(line));
    Optional.ofNullable(line.getThrown()).ifPresent(error -> json.put("error", trace(error)));
    return json + "\n";
  }

  private static String level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "error";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "warn";
    }
    return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
  }

  private static String trace(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
