package skep.deploy.stack.interpolate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.stack.node.Node;
import skep.deploy.stack.node.Problems;

/** Fills in the variables of a whole file; keys are left as they are. */
public final class Interpolation {
  private final Map<String, String> values;
  private final boolean allowUnset;
  private final Problems problems;

  public Interpolation(Map<String, String> values, boolean allowUnset, Problems problems) {
    this.values = values;
    this.allowUnset = allowUnset;
    this.problems = problems;
  }

  public Node.Fields apply(Node.Fields file) {
    return fields(file, List.of());
  }

  private Node.Fields fields(Node.Fields fields, List<String> path) {
    Map<String, Node.Entry> filled = new LinkedHashMap<>();
    fields
        .entries()
        .forEach((key, entry) ->
            filled.put(key, new Node.Entry(entry.key(), fill(entry.value(), below(path, key)))));
    return new Node.Fields(fields.mark(), filled);
  }

  private Node fill(Node node, List<String> path) {
    return switch (node) {
      case Node.Text text -> text(text, path);
      case Node.Fields fields -> fields(fields, path);
      case Node.Items list ->
          new Node.Items(
              list.mark(),
              list.items().stream().map(item -> fill(item, below(path, "[]"))).toList());
      case Node.Whole _,
          Node.Decimal _,
          Node.Flag _,
          Node.Printed _,
          Node.Nothing _,
          Node.Broken _ ->
          node;
    };
  }

  private Node text(Node.Text text, List<String> path) {
    Optional<String> rendered =
        new Template(text.value(), values, allowUnset, why -> problem(text, path, why)).render();
    if (rendered.isEmpty()) {
      return new Node.Broken(text.mark());
    }
    Node.Text filled = new Node.Text(text.mark(), rendered.get());
    Optional<Cast> cast = Cast.at(path);
    if (rendered.get().equals(text.value()) || cast.isEmpty()) {
      return filled;
    }
    return cast.get()
        .of(filled)
        .orElseGet(() -> {
          problem(text, path, "its variables make it something that is not " + cast.get().what);
          return new Node.Broken(text.mark());
        });
  }

  private void problem(Node.Text text, List<String> path, String why) {
    problems.add(text.mark(), "%s: %s", String.join(".", path), why);
  }

  private static List<String> below(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return List.copyOf(longer);
  }
}
