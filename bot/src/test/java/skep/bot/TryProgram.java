package skep.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code skep try} of the built program, as people start it.
 *
 * @param url of the chat page
 * @param estate where it has its sample
 */
record TryProgram(Process process, String url, Path estate) implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("chat page +(http://\\S+)");
  private static final Pattern ESTATE = Pattern.compile("estate +(\\S+)");

  /**
   * @param home a folder for all it keeps
   * @param environment beside what this program has
   */
  static TryProgram start(Path home, Map<String, String> environment) throws IOException {
    ProcessBuilder program =
        new ProcessBuilder(
            "bash", "target/app/skep", "try", "--port", "0", "--fresh", "--simulated");
    program.environment().putAll(environment);
    program.environment().put("JAVA_HOME", System.getProperty("java.home"));
    program.environment().put("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + home);
    Path errors = home.resolve("errors");
    Process process = program.redirectError(errors.toFile()).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String url = told(out, ADDRESS, errors);
    return new TryProgram(process, url, Path.of(told(out, ESTATE, errors)));
  }

  /** As its banner tells it. */
  private static String told(BufferedReader out, Pattern wanted, Path errors) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher found = wanted.matcher(line);
      if (found.find()) {
        return found.group(1);
      }
    }
    throw new AssertionError("it ended: " + Files.readString(errors));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("it stops when told to").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
