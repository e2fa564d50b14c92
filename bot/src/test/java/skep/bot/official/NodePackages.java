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

/** Folders of JavaScript, copied below {@code target} with the packages of their lock files. */
final class NodePackages {
  private static final Path CLIENTS = Path.of("target/npm").toAbsolutePath();

  private NodePackages() {}

  /** Copies the files; installs the packages where that was not done for this lock file yet. */
  static synchronized void install(Path from, Path home) throws IOException, InterruptedException {
    Path done = home.resolve("node_modules/.installed");
    String lock = Files.readString(from.resolve("package-lock.json"));
    boolean installed = Files.exists(done) && Files.readString(done).equals(lock);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = home.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (!installed) {
      run(home, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps");
      Files.writeString(done, lock);
    }
  }

  /** What it printed; throws where it does not succeed. */
  static String run(Path home, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IllegalStateException(String.join(" ", command) + " did not succeed: " + said);
    }
    return said;
  }

  /** One of the scripts in {@code src/test/npm}. */
  static Process start(String script, String... arguments)
      throws IOException, InterruptedException {
    install(Path.of("src/test/npm"), CLIENTS);
    List<String> command = new ArrayList<>(List.of("node", script));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(CLIENTS.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
