package skep.bot.library;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Programs of this machine, asked for their help and nothing else. For any number of threads. */
final class Programs {
  private static final File NOTHING = new File("/dev/null");

  private final Map<List<String>, Said> asked = new ConcurrentHashMap<>();

  record Said(int status, String text) {}

  /**
   * As bash has it: {@code file}, {@code builtin}, {@code keyword}; empty for what is not there.
   */
  String kind(String name) {
    return said(List.of("bash", "-c", "type -t -- \"$0\"", name)).text().strip();
  }

  Manual manual(List<String> command) {
    return new Manual(said(command).text());
  }

  /** Both streams; a command that was run before is not run again. */
  Said said(List<String> command) {
    return asked.computeIfAbsent(command, Programs::run);
  }

  private static Said run(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectInput(NOTHING);
    Map<String, String> environment = builder.environment();
    environment.merge("PATH", ":/usr/sbin:/sbin", String::concat);
    // No engine is asked, and the docker command hides nothing that this machine's does not know.
    environment.put("DOCKER_HOST", "unix:///nowhere/docker.sock");
    environment.put("LC_ALL", "C.UTF-8");
    try {
      Process process = builder.start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Said(process.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
