package skep.deploy.restic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Folders of files, held against each other and copied. */
final class Trees {
  private Trees() {}

  /** Content by relative path; nothing where there is no such folder. */
  static Map<String, String> content(Path root) throws IOException {
    Map<String, String> content = new TreeMap<>();
    for (Path file : files(root)) {
      content.put(
          root.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
    }
    return content;
  }

  static List<Path> files(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  static void copy(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Path copy = to.resolve(from.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
      copy.toFile().setWritable(true);
    }
  }
}
