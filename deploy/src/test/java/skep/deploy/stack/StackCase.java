package skep.deploy.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder with a stack: {@code stack.yml}, then {@code stack.*.yml} merged over it by name, side
 * files beside them, and variables in {@code env}.
 */
record StackCase(Path directory) {
  static final String STACK = "web";
  private static final Path RESOURCES = Path.of("src/test/resources");

  /** All cases of a folder under the test resources, by name. */
  static List<StackCase> in(String folder) {
    try (Stream<Path> directories = Files.list(RESOURCES.resolve(folder).toAbsolutePath())) {
      return directories.filter(Files::isDirectory).sorted().map(StackCase::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> files() {
    try (Stream<Path> files = Files.list(directory)) {
      List<String> later =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("stack\\..+\\.yml"))
              .sorted()
              .toList();
      return Stream.concat(Stream.of("stack.yml"), later.stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    read("env")
        .lines()
        .map(line -> line.split("=", 2))
        .forEach(pair -> environment.put(pair[0], pair[1]));
    return environment;
  }

  StackSource source() {
    return new StackSource(
        STACK, new DirectoryTree(directory), files(), environment(), allowUnset());
  }

  /** A case relies on blanks where a file {@code allow-unset} says so. */
  boolean allowUnset() {
    return Files.exists(directory.resolve("allow-unset"));
  }

  /** A copy in which every file has a version line, below this folder. */
  StackCase withVersion(Path folder) {
    Path copy = folder.resolve("versioned").resolve(directory.getFileName());
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(directory.relativize(file));
        Files.createDirectories(target.getParent());
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean bare = text.lines().noneMatch(line -> line.startsWith("version:"));
        if (file.getFileName().toString().matches("stack\\.(.+\\.)?yml") && bare) {
          bytes = ("version: '3.9'\n" + text).getBytes(StandardCharsets.UTF_8);
        }
        Files.write(target, bytes);
      }
      return new StackCase(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file {@code newer-cli} says what CLIs before 28 do not know in this case. */
  boolean isKnownTo(DockerCli cli) {
    return cli.isRecent() || read("newer-cli").isEmpty();
  }

  /** Empty where the file does not exist. */
  String read(String file) {
    try {
      Path path = directory.resolve(file);
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return directory.getFileName().toString();
  }
}
