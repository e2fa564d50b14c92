package skep.bot.official;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packages of {@code src/test/npm}, at the versions of its lock file, and its scripts. */
final class NodePackages {
  private static final Path SOURCE = Path.of("src/test/npm");
  private static final Path HOME = Path.of("target/npm").toAbsolutePath();

  private NodePackages() {}

  /** Installs them where that was not done for this lock file yet. */
  static synchronized void install() throws IOException, InterruptedException {
    Files.createDirectories(HOME);
    Path done = HOME.resolve("installed");
    String lock = Files.readString(SOURCE.resolve("package-lock.json"));
    boolean installed = Files.exists(done) && Files.readString(done).equals(lock);
    try (Stream<Path> files = Files.list(SOURCE)) {
      for (Path file : files.toList()) {
        Files.copy(file, HOME.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (!installed) {
      Process npm =
          new ProcessBuilder(
                  "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps")
              .directory(HOME.toFile())
              .redirectErrorStream(true)
              .start();
      npm.getOutputStream().close();
      String said = new String(npm.getInputStream().readAllBytes(), UTF_8);
      if (!npm.waitFor(5, TimeUnit.MINUTES) || npm.exitValue() != 0) {
        throw new IllegalStateException("npm ci did not succeed: " + said);
      }
      Files.writeString(done, lock);
    }
  }

  static Process start(String script, String... arguments)
      throws IOException, InterruptedException {
    install();
    List<String> command = new ArrayList<>(List.of("node", script));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(HOME.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
