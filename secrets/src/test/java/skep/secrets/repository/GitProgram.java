package skep.secrets.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The real git and git-crypt at work in one directory, deaf to the user's own configuration. */
record GitProgram(Path directory, Map<String, String> besides) {
  static GitProgram init(Path directory) {
    GitProgram git = at(directory);
    git.git("init", "-q", "-b", "main");
    // It would go on in the background while the test's directory is removed.
    git.git("config", "gc.auto", "0");
    git.git("config", "maintenance.auto", "false");
    return git;
  }

  static GitProgram at(Path directory) {
    return new GitProgram(directory, Map.of());
  }

  /** A repository without a work tree, which others push to. */
  static GitProgram bare(Path directory) {
    GitProgram git = at(directory);
    git.git("init", "-q", "--bare", "-b", "main");
    return git;
  }

  /** A clone of it, with nothing unlocked. */
  GitProgram cloneInto(Path folder) {
    git("clone", "-q", directory.toString(), folder.toString());
    return new GitProgram(folder, besides);
  }

  GitProgram with(String variable, String value) {
    var all = new HashMap<>(besides);
    all.put(variable, value);
    return new GitProgram(directory, Map.copyOf(all));
  }

  byte[] read(String path) {
    try {
      return Files.readAllBytes(directory.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String git(String... arguments) {
    return run("git", arguments);
  }

  String gitCrypt(String... arguments) {
    return run("git-crypt", arguments);
  }

  GitProgram write(String path, String text) {
    return write(path, text.getBytes(UTF_8));
  }

  GitProgram write(String path, byte[] content) {
    try {
      Path file = directory.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commit of everything there is. */
  CommitId commit(String message) {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", message);
    return new CommitId(git("rev-parse", "HEAD"));
  }

  private String run(String program, String... arguments) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(Stream.concat(Stream.of(program), Stream.of(arguments)).toList())
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
      builder.environment().putAll(environment());
      builder.environment().putAll(besides);
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      int status = process.waitFor();
      if (status != 0) {
        throw new AssertionError(
            "%s %s: %d, %s".formatted(program, List.of(arguments), status, output));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Without maintenance: it would go on writing after the command, while the folder is removed. */
  private static Map<String, String> environment() {
    return Map.of(
        "GIT_CONFIG_COUNT", "1",
        "GIT_CONFIG_KEY_0", "maintenance.auto",
        "GIT_CONFIG_VALUE_0", "false",
        "GIT_CONFIG_GLOBAL", "/dev/null",
        "GIT_CONFIG_NOSYSTEM", "1",
        "GIT_AUTHOR_NAME", "A",
        "GIT_AUTHOR_EMAIL", "a@example.org",
        "GIT_COMMITTER_NAME", "A",
        "GIT_COMMITTER_EMAIL", "a@example.org");
  }
}
