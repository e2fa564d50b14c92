package skep.deploy.stack.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import skep.deploy.stack.node.Node;
import skep.deploy.stack.node.Problems;
import skep.deploy.stack.node.YamlFile;
import skep.deploy.yaml.Mark;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.LockedFileException;
import skep.secrets.repository.UnsafePathException;

/** All variables of {@code vars/*.yml}, files in order of their names; a later file wins. */
final class TemplateVariables {
  private static final Pattern FILE = Pattern.compile("vars/[^/]+\\.ya?ml");
  private final FileTree tree;
  private final Problems problems;

  TemplateVariables(FileTree tree, Problems problems) {
    this.tree = tree;
    this.problems = problems;
  }

  Map<String, Object> all() {
    Map<String, Object> all = new LinkedHashMap<>();
    for (String link : tree.links()) {
      if (link.equals("vars") || FILE.matcher(link).matches()) {
        problems.add(
            new Mark(link, 0), "is a symbolic link or submodule, which Skep does not follow");
      }
    }
    for (String path : tree.paths()) {
      if (FILE.matcher(path).matches()) {
        file(path).ifPresent(fields -> all.putAll(map("", fields)));
      }
    }
    return all;
  }

  private Optional<Node.Fields> file(String path) {
    try {
      return tree.read(path).flatMap(bytes -> new YamlFile(problems).readOrNothing(path, bytes));
    } catch (LockedFileException | UnsafePathException e) {
      problems.add(new Mark(path, 0), "%s", e.getMessage());
      return Optional.empty();
    }
  }

  private static Map<String, Object> map(String path, Node.Fields fields) {
    Map<String, Object> map = new LinkedHashMap<>();
    fields
        .entries()
        .forEach((key, entry) ->
            value(path + key, entry.value()).ifPresent(value -> map.put(key, value)));
    return map;
  }

  /** Empty for nothing: a variable without a value counts as undefined. */
  private static Optional<Object> value(String path, Node node) {
    return switch (node) {
      case Node.Text(var _, var value) -> Optional.of(value);
      case Node.Printed(var _, var printed) -> Optional.of(printed);
      case Node.Whole(var _, var value) -> Optional.of(value);
      case Node.Decimal(var _, var value) -> Optional.of(value);
      case Node.Flag(var _, var value) -> Optional.of(value);
      case Node.Nothing _, Node.Broken _ -> Optional.empty();
      case Node.Items(var _, var items) ->
          Optional.of(
              List.copyOf(items.stream().flatMap(i -> value(path + "[]", i).stream()).toList()));
      case Node.Fields fields -> Optional.of(new Defined(path, map(path + ".", fields)));
    };
  }
}
