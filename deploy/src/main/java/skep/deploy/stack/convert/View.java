package skep.deploy.stack.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import skep.deploy.stack.node.Node;
import skep.deploy.stack.value.GoText;
import skep.deploy.yaml.Mark;

/** Reads a checked mapping: what is not there is blank, zero, false or empty. */
public record View(Node.Fields fields) {
  public static View of(Node node) {
    return new View(node instanceof Node.Fields fields ? fields : Node.Fields.none(node.mark()));
  }

  public Mark mark() {
    return fields.mark();
  }

  public Mark mark(String key) {
    return fields.get(key).map(Node::mark).orElse(mark());
  }

  /** The image of a service, blank where it names none. */
  public String image() {
    return text("image");
  }

  boolean has(String key) {
    return fields.get(key).filter(n -> !(n instanceof Node.Nothing)).isPresent();
  }

  String text(String key) {
    return fields.get(key).map(GoText::of).orElse("");
  }

  boolean flag(String key) {
    return fields.get(key).orElse(fields) instanceof Node.Flag(var _, var value) && value;
  }

  Optional<Long> optionalNumber(String key) {
    return fields
        .get(key)
        .flatMap(node ->
            switch (node) {
              case Node.Whole(var _, var value) -> Optional.of(value);
              case Node.Decimal(var _, var value) -> Optional.of((long) value);
              default -> Optional.empty();
            });
  }

  long number(String key) {
    return optionalNumber(key).orElse(0L);
  }

  double decimal(String key) {
    return switch (fields.get(key).orElse(fields)) {
      case Node.Whole(var _, var value) -> value;
      case Node.Decimal(var _, var value) -> value;
      default -> 0;
    };
  }

  /** The mapping below a key, blank where there is none. */
  View below(String key) {
    return of(fields.get(key).orElse(Node.Fields.none(mark())));
  }

  List<Node> items(String key) {
    return fields.get(key).orElse(fields) instanceof Node.Items(var _, var items)
        ? items
        : List.of();
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    items(key).forEach(item -> texts.add(GoText.of(item)));
    return texts;
  }

  List<View> views(String key) {
    return items(key).stream().map(View::of).toList();
  }

  /** A mapping to text below a key, sorted. */
  Map<String, String> pairs(String key) {
    Map<String, String> pairs = new TreeMap<>();
    below(key).fields.entries().forEach((k, e) -> pairs.put(k, GoText.of(e.value())));
    return pairs;
  }

  /** The mappings below a mapping, by name, in file order. */
  Map<String, View> named(String key) {
    Map<String, View> named = new LinkedHashMap<>();
    below(key).fields.entries().forEach((k, e) -> named.put(k, of(e.value())));
    return named;
  }
}
