package skep.bot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs programs to their end. */
record Programs(Map<String, String> environment) {
  static final Path LAUNCHER = Path.of("../skep").toAbsolutePath().normalize();

  /** The wall time of a run that must succeed. */
  Duration time(List<String> command) {
    long start = System.nanoTime();
    run(command);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  String run(List<String> command) {
    try {
      Path output = Files.createTempFile("skep-bench", ".out");
      try {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        int status = builder.redirectOutput(output.toFile()).start().waitFor();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        if (status != 0) {
          throw new IllegalStateException("%s exited %d:%n%s".formatted(command, status, text));
        }
        return text;
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
