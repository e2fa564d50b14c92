package skep.bot.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Markdown page of the project, as far as the tests look into it. */
public record Document(Path file, List<String> lines, List<Block> blocks) {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

  /**
   * Between two fences.
   *
   * @param kind the word behind the opening fence
   */
  public record Block(Path file, int line, String kind, List<String> lines) {
    public String text() {
      return String.join("\n", lines) + "\n";
    }

    @Override
    public String toString() {
      return "%s:%d, a block of kind '%s'".formatted(ROOT.relativize(file), line, kind);
    }
  }

  /** The README and everything in {@code bot/docs}. */
  public static List<Document> all() {
    try (Stream<Path> pages = Files.walk(ROOT.resolve("bot/docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages.sorted())
          .filter(page -> page.toString().endsWith(".md"))
          .map(Document::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code path}: from the project's root. */
  static Document at(String path) {
    return read(ROOT.resolve(path));
  }

  private static Document read(Path file) {
    try {
      return parse(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Document parse(Path file, List<String> all) {
    List<String> prose = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    for (int at = 0; at < all.size(); at++) {
      if (!all.get(at).startsWith("```")) {
        prose.add(all.get(at));
        continue;
      }
      int end = at + 1;
      while (end < all.size() && !all.get(end).equals("```")) {
        end++;
      }
      if (end == all.size()) {
        throw new IllegalStateException(file + ":" + (at + 1) + ": the block never ends");
      }
      blocks.add(new Block(file, at + 1, all.get(at).substring(3), all.subList(at + 1, end)));
      at = end;
    }
    return new Document(file, List.copyOf(prose), List.copyOf(blocks));
  }

  /** What stands between single backquotes in the prose. */
  public List<String> code() {
    return lines.stream()
        .flatMap(line -> CODE.matcher(line).results())
        .map(found -> found.group(1))
        .toList();
  }

  List<String> links() {
    return lines.stream()
        .flatMap(line -> LINK.matcher(line).results())
        .map(found -> found.group(1))
        .toList();
  }

  static Path root() {
    return ROOT;
  }

  @Override
  public String toString() {
    return ROOT.relativize(file).toString();
  }
}
