package skep.deploy.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs to their end with these variables; both streams come back as one text. */
record Shell(Map<String, String> environment) {
  private static final long LIMIT_SECONDS = 120;
  private static final File NOTHING = new File("/dev/null");

  String run(List<String> command) {
    try {
      // A file, not a pipe: what the command leaves running would keep a pipe open for ever.
      var output = Files.createTempFile("skep-lab", ".out");
      try {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder
            .redirectOutput(output.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(NOTHING));
        builder.environment().putAll(environment);
        return await(command, builder.start(), output);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command, e);
    }
  }

  private static String await(List<String> command, Process process, Path output)
      throws IOException, InterruptedException {
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    var text = Files.readString(output, StandardCharsets.UTF_8);
    if (!ended || process.exitValue() != 0) {
      throw new IllegalStateException(
          "%s %s:%n%s"
              .formatted(
                  String.join(" ", command),
                  ended ? "exited " + process.exitValue() : "did not end",
                  text));
    }
    return text;
  }
}
