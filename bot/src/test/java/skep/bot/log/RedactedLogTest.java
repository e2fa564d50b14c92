package skep.bot.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class RedactedLogTest {
  @Test
  void linesAndStackTracesLeaveWithoutSecrets() {
    RedactedLog log =
        new RedactedLog(
            text -> text.replace("hunter2-hunter2", "(redacted)"), RedactedLog.Style.PLAIN);
    LogRecord line = new LogRecord(Level.SEVERE, "cannot sign in with {0}");
    line.setParameters(new Object[] {"hunter2-hunter2"});
    line.setThrown(new IllegalStateException("outer", new RuntimeException("at hunter2-hunter2")));

    assertThat(log.format(line))
        .contains("cannot sign in with (redacted)", "Caused by", "at (redacted)")
        .doesNotContain("hunter2");
  }
}
