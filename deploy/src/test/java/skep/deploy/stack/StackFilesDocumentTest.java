package skep.deploy.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
    Set<List<String>> written = writtenPaths();
    assertThat(rows()).hasSizeGreaterThan(100);
    assertThat(rows())
        .allSatisfy(row ->
            assertThat(written)
                .as(row.group(1))
                .anyMatch(path -> shows(path, List.of(row.group(1).split("\\.")))));
  }

  @Test
  void everyStatusIsOneOfTheKnown() throws IOException {
    assertThat(rows()).extracting(row -> row.group(2)).isSubsetOf(STATUSES);
  }

  private static List<MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(DOCUMENT)).results().toList();
  }

  /** The path ends as the key does and has its steps in order; names of objects stand between. */
  private static boolean shows(List<String> path, List<String> key) {
    if (!path.getFirst().equals(key.getFirst()) || !path.getLast().equals(key.getLast())) {
      return path.size() == 1
          && key.getFirst().startsWith("x-")
          && path.getFirst().startsWith("x-");
    }
    int step = 0;
    for (String part : path) {
      if (step < key.size() && part.equals(key.get(step))) {
        step++;
      }
    }
    return step == key.size();
  }

  private static Set<List<String>> writtenPaths() throws IOException {
    Set<List<String>> paths = new HashSet<>();
    for (String folder : Arrays.asList("stacks", "stacks-rejected", "stacks-extended")) {
      for (StackCase stack : StackCase.in(folder)) {
        for (String file : stack.files()) {
          paths(stack, file, paths);
        }
      }
    }
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
