package skep.runbooks.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import skep.runbooks.index.Library;
import skep.runbooks.passages.Page;

/** A folder of pages, whatever is in it. */
final class Corpus {
  private Corpus() {}

  /** Paths are relative to the folder, with slashes. */
  static Library read(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    List<Page.Reading> readings = new ArrayList<>();
    for (Path file : files) {
      String path = folder.relativize(file).toString().replace('\\', '/');
      readings.add(Page.read(path, Files.readAllBytes(file)));
    }
    Library library = Library.of(Map.of("", ""), readings);
    if (library.pages().isEmpty()) {
      throw new IllegalArgumentException(
          folder + " has no pages: files that end in .md, .rst or .txt");
    }
    return library;
  }
}
