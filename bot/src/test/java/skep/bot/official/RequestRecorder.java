package skep.bot.official;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Writes down every request the embedded chat servers of the whole suite get from a bot, for {@link
 * RecordedRequestsIT} to judge.
 */
public final class RequestRecorder implements LauncherSessionListener {
  static final Path FOLDER = Path.of("target/chat-requests");

  /** Kept here: a logger nobody holds is forgotten with its handlers. */
  private final Logger requests = Logger.getLogger("skep.chat.requests");

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    requests.setUseParentHandlers(false);
    requests.setLevel(Level.FINE);
    requests.addHandler(new ToFile());
  }

  private static final class ToFile extends Handler {
    private final BufferedWriter file;

    ToFile() {
      try {
        Files.createDirectories(FOLDER);
        file = Files.newBufferedWriter(FOLDER.resolve(ProcessHandle.current().pid() + ".jsonl"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public synchronized void publish(LogRecord line) {
      if (!line.getMessage().startsWith("{\"by\":\"skep\"")) {
        return;
      }
      try {
        file.write(line.getMessage());
        file.write('\n');
        file.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
