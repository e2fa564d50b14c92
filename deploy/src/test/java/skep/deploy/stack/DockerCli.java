package skep.deploy.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The real Docker CLI, of version 28 or later.
 *
 * @param program its path
 */
record DockerCli(Path program) {
  private static final Pattern VERSION = Pattern.compile("Docker version (\\d+)\\.");
  private static final int OLDEST = 28;

  /**
   * What a run came to.
   *
   * @param output standard output and error
   */
  record Run(int status, String output) {}

  /** The first in the directories of {@code PATH}. */
  static Optional<DockerCli> find() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, "docker"))
        .filter(Files::isExecutable)
        .map(DockerCli::new)
        .filter(DockerCli::isRecent)
        .findFirst();
  }

  Run deploy(Path socket, StackCase stack, Path home) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--host",
                "unix://" + socket,
                "stack",
                "deploy",
                "--detach",
                "--resolve-image",
                "never"));
    stack.files().forEach(file -> command.addAll(List.of("-c", file)));
    command.add(StackCase.STACK);
    return run(command, stack.environment(), stack.directory(), home);
  }

  private boolean isRecent() {
    Run version =
        run(List.of(program.toString(), "--version"), Map.of(), Path.of("."), Path.of("."));
    Matcher found = VERSION.matcher(version.output());
    return found.find() && Integer.parseInt(found.group(1)) >= OLDEST;
  }

  private static Run run(
      List<String> command, Map<String, String> environment, Path directory, Path home) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.environment().put("DOCKER_CONFIG", home.toString());
      Process process = builder.start();
      process.getOutputStream().close();
      String output =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the CLI did not end: " + output);
      }
      return new Run(process.exitValue(), output);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
