package skep.deploy.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real Docker CLI.
 *
 * @param program its path
 * @param version as it says it, {@code 28.2.2}
 */
record DockerCli(Path program, String version) {
  private static final Pattern VERSION = Pattern.compile("Docker version ((\\d+)[\\w.+-]*)");

  /** The one Skep loads stack files like; older ones do not know all keys. */
  private static final int RECORDED = 28;

  /**
   * What a run came to.
   *
   * @param output standard output and error
   */
  record Run(int status, String output) {}

  /**
   * The newest on {@code PATH}; says which it is, since an older one judges fewer cases.
   *
   * @throws IllegalStateException where there is none: nothing would be judged at all
   */
  static DockerCli judge() {
    DockerCli cli =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .filter(directory -> !directory.isEmpty())
            .map(directory -> Path.of(directory, "docker"))
            .filter(Files::isExecutable)
            .flatMap(program -> at(program).stream())
            .max(Comparator.comparingInt(DockerCli::major))
            .orElseThrow(() ->
                new IllegalStateException(
                    "no Docker CLI on the PATH; type: apt-get install docker.io"));
    System.out.printf(
        "stack files are judged by Docker CLI %s (%s)%s%n",
        cli.version(),
        cli.program(),
        cli.isRecent() ? "" : "; what it is too old for, by what CLI 28 sent when recorded");
    return cli;
  }

  private static Optional<DockerCli> at(Path program) {
    Run run = run(List.of(program.toString(), "--version"), Map.of(), Path.of("."), Path.of("."));
    Matcher found = VERSION.matcher(run.output());
    return found.find() ? Optional.of(new DockerCli(program, found.group(1))) : Optional.empty();
  }

  private int major() {
    return Integer.parseInt(version.replaceFirst("\\D.*", ""));
  }

  boolean isRecent() {
    return major() >= RECORDED;
  }

  /** A CLI before 25 takes a file without version for one of format 1: it is told 3.9. */
  Run deploy(Path socket, StackCase stack, Path home) {
    return isRecent()
        ? deployed(socket, stack, home)
        : deployed(socket, stack.withVersion(home), home);
  }

  private Run deployed(Path socket, StackCase stack, Path home) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--host",
                "unix://" + socket,
                "stack",
                "deploy",
                "--resolve-image",
                "never"));
    if (isRecent()) {
      command.add("--detach"); // those before never wait
    }
    stack.files().forEach(file -> command.addAll(List.of("-c", file)));
    command.add(StackCase.STACK);
    return run(command, stack.environment(), stack.directory(), home);
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
