package skep.deploy.stack.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skep.deploy.stack.node.Node;
import skep.deploy.stack.node.Problems;
import skep.deploy.yaml.Mark;
import skep.deploy.yaml.Nearest;

/** Holds a file, variables filled in, against {@link StackSchema}; notes every difference. */
public final class StackCheck {
  private final int minor;
  private final Problems problems;

  /**
   * @param minor the file's format version is {@code 3.<minor>}
   */
  public StackCheck(int minor, Problems problems) {
    this.minor = minor;
    this.problems = problems;
  }

  /** Minor format version: 13 without one, as the CLI has it; empty for a format there is not. */
  public static Optional<Integer> minor(Node.Fields file) {
    String version =
        switch (file.get("version").orElse(new Node.Text(file.mark(), ""))) {
          case Node.Text text -> text.value();
          case Node.Decimal number -> Double.toString(number.value());
          case Node.Whole number -> Long.toString(number.value());
          case Node.Flag _,
              Node.Printed _,
              Node.Nothing _,
              Node.Items _,
              Node.Fields _,
              Node.Broken _ ->
              "?";
        };
    if (version.isEmpty() || version.equals("3")) {
      return Optional.of(StackSchema.NEWEST);
    }
    for (int minor = 0; minor <= StackSchema.NEWEST; minor++) {
      if (version.equals("3." + minor)) {
        return Optional.of(minor);
      }
    }
    return Optional.empty();
  }

  public void check(Node.Fields file) {
    check(file, StackSchema.file(), "");
  }

  private void check(Node node, Shape shape, String path) {
    if (node instanceof Node.Broken) {
      return;
    }
    switch (shape) {
      case Shape.Anything() -> {}
      case Shape.Scalar scalar -> scalar(node, scalar, path);
      case Shape.OneOf(var words) -> word(node, words, path);
      case Shape.ListOf list -> list(node, list, path);
      case Shape.Mapping mapping -> mapping(node, mapping, path);
      case Shape.Choice(var shapes) -> choice(node, shapes, path);
    }
  }

  private void choice(Node node, List<Shape> shapes, String path) {
    shapes.stream()
        .filter(shape -> kinds(shape).contains(node.kind()))
        .findFirst()
        .ifPresentOrElse(
            shape -> check(node, shape, path),
            () -> wrongKind(node, path, shapes.stream().flatMap(s -> kinds(s).stream()).toList()));
  }

  private static Set<String> kinds(Shape shape) {
    return switch (shape) {
      case Shape.Anything() -> Set.of();
      case Shape.Scalar(var kinds, var _) -> kinds;
      case Shape.OneOf _ -> Set.of("string");
      case Shape.ListOf _ -> Set.of("list");
      case Shape.Mapping _ -> Set.of("mapping");
      case Shape.Choice(var shapes) -> {
        Set<String> all = new HashSet<>();
        shapes.forEach(s -> all.addAll(kinds(s)));
        yield all;
      }
    };
  }

  private void wrongKind(Node node, String path, List<String> kinds) {
    List<String> wanted = new ArrayList<>(kinds.stream().distinct().sorted().toList());
    if (wanted.contains("number")) {
      wanted.remove("integer");
    }
    String quote =
        wanted.contains("string") && !(node instanceof Node.Items || node instanceof Node.Fields)
            ? "; put it in quotes"
            : "";
    problems.add(
        node.mark(),
        "%s must be a %s, not a %s%s",
        path,
        String.join(" or ", wanted),
        node.kind(),
        node instanceof Node.Nothing ? "" : quote);
  }

  private void scalar(Node node, Shape.Scalar scalar, String path) {
    boolean wholeNumber =
        scalar.kinds().contains("integer")
            && node instanceof Node.Decimal(var _, var value)
            && value == Math.rint(value);
    if (!scalar.kinds().contains(node.kind()) && !wholeNumber) {
      wrongKind(node, path, List.copyOf(scalar.kinds()));
      return;
    }
    if (scalar.format().isPresent()) {
      Format format = scalar.format().get();
      String text =
          switch (node) {
            case Node.Text(var _, var value) -> value;
            case Node.Whole(var _, var value) -> Long.toString(value);
            default -> "";
          };
      if (!format.fits(text)) {
        problems.add(node.mark(), "%s is '%s', which is not %s", path, text, format.what);
      }
    }
  }

  private void word(Node node, List<String> words, String path) {
    if (!(node instanceof Node.Text(var mark, var value))) {
      wrongKind(node, path, List.of("string"));
    } else if (!words.contains(value)) {
      problems.add(mark, "%s is '%s'; it can be %s", path, value, String.join(" or ", words));
    }
  }

  private void list(Node node, Shape.ListOf shape, String path) {
    if (!(node instanceof Node.Items(var _, var items))) {
      wrongKind(node, path, List.of("list"));
      return;
    }
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      Node item = items.get(i);
      check(item, shape.item(), path + "[" + i + "]");
      if (shape.unique() && !seen.add(plain(item))) {
        problems.add(item.mark(), "%s has the same item twice", path);
      }
    }
  }

  /** The value without its place, for comparison. */
  private static Object plain(Node node) {
    return switch (node) {
      case Node.Text(var _, var value) -> value;
      case Node.Printed(var _, var printed) -> printed;
      case Node.Whole(var _, var value) -> (double) value;
      case Node.Decimal(var _, var value) -> value;
      case Node.Flag(var _, var value) -> value;
      case Node.Nothing _ -> Optional.empty();
      case Node.Broken broken -> broken;
      case Node.Items(var _, var items) -> items.stream().map(StackCheck::plain).toList();
      case Node.Fields(var _, var entries) ->
          entries.entrySet().stream()
              .map(e -> Map.entry(e.getKey(), plain(e.getValue().value())))
              .collect(java.util.stream.Collectors.toSet());
    };
  }

  private void mapping(Node node, Shape.Mapping shape, String path) {
    if (!(node instanceof Node.Fields fields)) {
      wrongKind(node, path.isEmpty() ? "the file" : path, List.of("mapping"));
      return;
    }
    fields.entries().forEach((name, entry) -> entry(shape, name, entry, path));
    for (String name : shape.required()) {
      if (!fields.entries().containsKey(name)) {
        problems.add(fields.mark(), "%s needs '%s'", path, name);
      }
    }
  }

  private void entry(Shape.Mapping shape, String name, Node.Entry entry, String path) {
    String below = path.isEmpty() ? name : path + "." + name;
    Shape.Key key = shape.keys().get(name);
    if (key != null) {
      if (key.since() > minor) {
        tooNew(entry.key(), below, key.since());
      }
      check(entry.value(), key.shape(), below);
    } else if (name.startsWith("x-") && shape.extensions().isPresent()) {
      if (shape.extensions().get() > minor) {
        tooNew(entry.key(), below, shape.extensions().get());
      }
    } else if (shape.others().isEmpty()) {
      unknown(shape, name, entry.key(), path);
    } else if (name.isEmpty()
        || (shape.naming().isPresent() && !shape.naming().get().matcher(name).matches())) {
      problems.add(
          entry.key(), "'%s' in %s: a name has letters, digits, '.', '_' and '-' only", name, path);
    } else {
      check(entry.value(), shape.others().get(), below);
    }
  }

  private void tooNew(Mark mark, String path, int since) {
    problems.add(
        mark,
        "%s needs format version 3.%d; write that, or leave out the version line",
        path,
        since);
  }

  private void unknown(Shape.Mapping shape, String name, Mark mark, String path) {
    problems.add(
        mark,
        "unknown key '%s'%s%s",
        name,
        path.isEmpty() ? "" : " in " + path,
        Nearest.of(name, shape.keys().keySet()).map(k -> "; did you mean '" + k + "'?").orElse(""));
  }
}
