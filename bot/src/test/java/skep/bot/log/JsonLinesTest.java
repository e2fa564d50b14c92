package skep.bot.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
  private final RedactedLog log =
      new RedactedLog(
          text -> text.replace("hunter2-hunter2", "(redacted)"), RedactedLog.Style.JSON);

  private JsonNode line(LogRecord line) {
    try {
      line.setInstant(Instant.parse("2026-11-25T12:00:00.123456Z"));
      line.setLoggerName("skep.bot");
      String text = log.format(line);
      assertThat(text).endsWith("\n");
      assertThat(text.strip()).doesNotContain("\n", "hunter2");
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aLineIsOneObjectWhateverIsInIt() {
    LogRecord record = new LogRecord(Level.WARNING, "two\nlines with \"{0}\"");
    record.setParameters(new Object[] {"hunter2-hunter2"});
    record.setThrown(new IllegalStateException("hunter2-hunter2"));
    JsonNode line = line(record);
    assertThat(line.path("time").asText()).isEqualTo("2026-11-25T12:00:00.123Z");
    assertThat(line.path("level").asText()).isEqualTo("warn");
    assertThat(line.path("message").asText()).isEqualTo("two\nlines with \"(redacted)\"");
    assertThat(line.path("error").asText())
        .startsWith("java.lang.IllegalStateException: (redacted)\n\tat ");
    assertThat(line.has("command")).isFalse();
  }

  @Test
  void whatACommandDoesCarriesItsMessagesIdInEveryThreadItStarts() throws InterruptedException {
    AtomicReference<JsonNode> inner = new AtomicReference<>();
    try (var _ = new WorkingOn("m1")) {
      Thread.ofVirtual()
          .start(() -> inner.set(line(new LogRecord(Level.FINE, "POST /services/create"))))
          .join();
      assertThat(line(new LogRecord(Level.INFO, "x")).path("command").asText()).isEqualTo("m1");
    }
    assertThat(inner.get().path("command").asText()).isEqualTo("m1");
    assertThat(inner.get().path("level").asText()).isEqualTo("debug");
    assertThat(line(new LogRecord(Level.INFO, "x")).has("command")).isFalse();
  }
}
