package skep.deploy.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import skep.deploy.stack.schema.SchemaKeys;
import skep.deploy.yaml.InvalidYamlException;
import skep.deploy.yaml.YamlDocument;
import skep.deploy.yaml.YamlNode;

/** The document's table of keys against the case files that show them. */
class StackFilesDocumentTest {
  private static final Path DOCUMENT = Path.of("../bot/docs/stack-files.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\|");
  private static final Set<String> STATUSES =
      Set.of("same as the CLI", "warned", "refused", "Skep differs", "ignored, as by the CLI");

  @Test
  void everyKeyStandsInSomeCase() throws IOException {
    assertThat(rows()).hasSizeGreaterThan(100);
    assertThat(rows())
        .allSatisfy(row ->
            assertThat(casesFor(row.group(2)))
                .as("%s: %s", row.group(1), row.group(2))
                .anyMatch(stack -> shows(stack, row)));
  }

  /** What the loader does with a key decides which cases it can stand in. */
  private static List<StackCase> casesFor(String status) {
    return switch (status) {
      case "refused" -> StackCase.in("stacks-rejected");
      case "Skep differs" ->
          Stream.of("stacks", "stacks-extended").flatMap(f -> StackCase.in(f).stream()).toList();
      default -> StackCase.in("stacks");
    };
  }

  /** A refused key is refused by name, and a warned one warned of by name. */
  private static boolean shows(StackCase stack, MatchResult row) {
    List<String> key = List.of(row.group(1).split("[.]"));
    String told =
        switch (row.group(2)) {
          case "refused" -> stack.read("problems");
          case "warned" -> stack.read("warnings");
          default -> key.getLast();
        };
    return told.contains(key.getLast())
        && writtenPaths(stack).stream().anyMatch(path -> shows(path, key));
  }

  @Test
  void everyKeyOfTheSchemaStandsInTheTable() throws IOException {
    List<String> keys = rows().stream().map(row -> row.group(1)).toList();
    assertThat(SchemaKeys.all())
        .hasSizeGreaterThan(100)
        .allSatisfy(known ->
            assertThat(keys)
                .as(known)
                .anyMatch(key -> key.equals(known) || key.startsWith(known + ".")));
  }

  @Test
  void everyStatusIsOneOfTheKnown() throws IOException {
    assertThat(rows()).extracting(row -> row.group(2)).isSubsetOf(STATUSES);
  }

  private static List<MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(DOCUMENT)).results().toList();
  }

  /** The same steps, once the names people give to objects are left out. */
  private static boolean shows(List<String> path, List<String> key) {
    if (key.getFirst().startsWith("x-")) {
      return path.size() == 1 && path.getFirst().startsWith("x-");
    }
    return path.equals(key)
        || without(1, path).equals(Optional.of(key))
        || without(3, path).filter(p -> without(1, p).equals(Optional.of(key))).isPresent();
  }

  private static Optional<List<String>> without(int step, List<String> path) {
    if (path.size() <= step) {
      return Optional.empty();
    }
    List<String> rest = new ArrayList<>(path);
    rest.remove(step);
    return Optional.of(rest);
  }

  private static Set<List<String>> writtenPaths(StackCase stack) {
    Set<List<String>> paths = new HashSet<>();
    stack.files().forEach(file -> paths(stack, file, paths));
    return paths;
  }

  private static void paths(StackCase stack, String file, Set<List<String>> paths) {
    try {
      YamlNode root = YamlDocument.parse(file, stack.read(file).getBytes(StandardCharsets.UTF_8));
      collect(root, List.of(), paths);
    } catch (InvalidYamlException rejected) {
      assertThat(stack.directory().getParent()).endsWith(Path.of("stacks-rejected"));
    }
  }

  private static void collect(YamlNode node, List<String> path, Set<List<String>> paths) {
    switch (node) {
      case YamlNode.YamlMapping mapping ->
          mapping
              .entries()
              .forEach(entry -> {
                List<String> below = Stream.concat(path.stream(), Stream.of(entry.name())).toList();
                paths.add(below);
                collect(entry.value(), below, paths);
              });
      case YamlNode.YamlSequence list ->
          new ArrayList<>(list.items()).forEach(item -> collect(item, path, paths));
      case YamlNode.YamlScalar scalar -> {}
    }
  }
}
