package skep.deploy.bucket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real restic on a repository behind a server or a proxy. */
final class Restic {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Path work;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * @param work for its cache and its output
   */
  Restic(String repository, Map<String, String> key, Path work) {
    this.work = work;
    environment.putAll(key);
    environment.put("RESTIC_REPOSITORY", repository);
    environment.put("RESTIC_PASSWORD", "not-a-real-password");
    environment.put("RESTIC_CACHE_DIR", work.resolve("cache").toString());
  }

  record Run(int status, String text) {}

  Run run(String... arguments) {
    return end(start(arguments));
  }

  record Running(Process process, Path output) {}

  Running start(String... arguments) {
    try {
      List<String> command = new ArrayList<>(List.of("restic"));
      command.addAll(List.of(arguments));
      Path output = Files.createTempFile(work, "restic", ".out");
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      return new Running(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Run end(Running running) {
    try {
      if (!running.process().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        running.process().destroyForcibly();
        throw new IllegalStateException(
            "restic did not end: " + Files.readString(running.output()));
      }
      return new Run(running.process().exitValue(), Files.readString(running.output()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while restic ran", e);
    }
  }
}
