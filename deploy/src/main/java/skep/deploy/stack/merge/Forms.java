package skep.deploy.stack.merge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import skep.deploy.stack.node.Node;
import skep.deploy.stack.node.Problems;
import skep.deploy.stack.value.GoDuration;
import skep.deploy.stack.value.GoText;
import skep.deploy.stack.value.ShellWords;

/** The long form of the notations several keys share. */
final class Forms {
  private final Problems problems;

  Forms(Problems problems) {
    this.problems = problems;
  }

  static Node list(Node node) {
    return node instanceof Node.Text ? new Node.Items(node.mark(), List.of(node)) : node;
  }

  Node words(Node node) {
    if (!(node instanceof Node.Text(var mark, var value))) {
      return node;
    }
    return ShellWords.split(value)
        .<Node>map(
            words -> new Node.Items(mark, words.stream().<Node>map(w -> text(node, w)).toList()))
        .orElseGet(() -> broken(node, "is a command line with an unclosed quote"));
  }

  static Node healthTest(Node node) {
    return node instanceof Node.Text
        ? new Node.Items(node.mark(), List.of(text(node, "CMD-SHELL"), node))
        : node;
  }

  Node duration(Node node) {
    if (!(node instanceof Node.Text(var mark, var value))) {
      return node;
    }
    OptionalLong nanos = GoDuration.parse(value);
    return nanos.isPresent()
        ? new Node.Whole(mark, nanos.getAsLong())
        : broken(node, "is not a duration like 10s or 1m30s");
  }

  /** {@code [KEY=value]} and {@code {KEY: value}} as a mapping to text; a key alone is blank. */
  static Node labels(Node node) {
    return pairs(node, false);
  }

  /** As {@link #labels}, but a key alone holds nothing. */
  static Node variables(Node node) {
    return pairs(node, true);
  }

  private static Node pairs(Node node, boolean keepNothing) {
    Map<String, Node.Entry> pairs = new LinkedHashMap<>();
    if (node instanceof Node.Fields fields) {
      fields
          .entries()
          .forEach((key, entry) ->
              pairs.put(
                  key,
                  new Node.Entry(
                      entry.key(),
                      keepNothing && entry.value() instanceof Node.Nothing
                          ? entry.value()
                          : text(entry.value(), GoText.of(entry.value())))));
    } else if (node instanceof Node.Items(var _, var items)) {
      for (Node item : items) {
        String written = GoText.of(item);
        int equals = written.indexOf('=');
        String key = equals < 0 ? written : written.substring(0, equals);
        Node value =
            equals < 0 && keepNothing
                ? new Node.Nothing(item.mark())
                : text(item, equals < 0 ? "" : written.substring(equals + 1));
        pairs.put(key, new Node.Entry(item.mark(), value));
      }
    } else {
      return node;
    }
    return new Node.Fields(node.mark(), pairs);
  }

  /**
   * {@code host:address} lines; a list's entry may use {@code =}, one without either is dropped.
   */
  static Node hosts(Node node) {
    List<Node> lines = new ArrayList<>();
    if (node instanceof Node.Fields(var _, var entries)) {
      new TreeMap<>(entries)
          .forEach((host, entry) -> {
            if (!(entry.value() instanceof Node.Nothing)) {
              lines.add(host(entry.value(), host, GoText.of(entry.value())));
            }
          });
      return new Node.Items(node.mark(), lines);
    }
    if (!(node instanceof Node.Items(var _, var items))) {
      return node;
    }
    for (Node item : items) {
      String line = GoText.of(item);
      int cut = line.indexOf('=') >= 0 ? line.indexOf('=') : line.indexOf(':');
      if (cut >= 0) {
        lines.add(host(item, line.substring(0, cut), line.substring(cut + 1)));
      }
    }
    return new Node.Items(node.mark(), lines);
  }

  private static Node host(Node at, String host, String address) {
    boolean bracketed = address.length() > 2 && address.startsWith("[") && address.endsWith("]");
    return text(
        at, host + ":" + (bracketed ? address.substring(1, address.length() - 1) : address));
  }

  Node broken(Node node, String why) {
    problems.add(
        node.mark(),
        "%s %s",
        GoText.of(node).isEmpty() ? "this" : "'" + GoText.of(node) + "'",
        why);
    return new Node.Broken(node.mark());
  }

  static Node.Text text(Node at, String value) {
    return new Node.Text(at.mark(), value);
  }
}
