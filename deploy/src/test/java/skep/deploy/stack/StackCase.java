package skep.deploy.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
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
