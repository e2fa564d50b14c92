package skep.deploy.stack.merge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import skep.deploy.stack.node.Node;
import skep.deploy.stack.value.GoText;

/**
 * Lays a service of a later file over the one of an earlier file, both in long form. The rules are
 * what the CLI does, odd ones too: a blank or zero or {@code false} does not override, a health
 * check's test grows, options of a log driver are lost where the earlier file has none.
 */
public final class ServiceMerge {
  /** Lists whose items replace the item of the same key. */
  private static final Map<String, String> KEYED =
      Map.of("ports", "published", "volumes", "target", "secrets", "source", "configs", "source");

  /** Numbers that may be unset: here a zero overrides. */
  private static final Set<String> OPTIONAL_NUMBERS =
      Set.of("replicas", "parallelism", "max_attempts", "retries");

  private static final Set<String> REPLACED = Set.of("command", "entrypoint");
  private static final Set<String> PLAIN_MAPS =
      Set.of("labels", "sysctls", "driver_opts", "ulimits");

  private ServiceMerge() {}

  public static Node.Fields merge(Node.Fields base, Node.Fields over) {
    Node.Fields merged = fields(base, over);
    for (var keyed : KEYED.entrySet()) {
      if (base.list(keyed.getKey()).isPresent()) {
        List<Node> earlier = base.list(keyed.getKey()).get();
        List<Node> later = over.list(keyed.getKey()).orElse(List.of());
        merged =
            merged.with(
                keyed.getKey(),
                new Node.Items(base.mark(), keyed(keyed.getValue(), earlier, later)));
      }
    }
    return merged;
  }

  private static Node.Fields fields(Node.Fields base, Node.Fields over) {
    Node.Fields merged = base;
    for (var entry : over.entries().entrySet()) {
      String key = entry.getKey();
      Node later = entry.getValue().value();
      merged =
          merged.with(key, base.get(key).map(earlier -> value(key, earlier, later)).orElse(later));
    }
    return merged;
  }

  private static Node value(String key, Node base, Node over) {
    if (base instanceof Node.Nothing) {
      return over;
    }
    if (base instanceof Node.Items(var mark, var items)
        && over instanceof Node.Items(var _, var later)) {
      return REPLACED.contains(key)
          ? later.isEmpty() ? base : over
          : new Node.Items(mark, joined(items, later));
    }
    if (base instanceof Node.Fields earlier && over instanceof Node.Fields later) {
      return mapping(key, earlier, later);
    }
    return isZero(over) && !OPTIONAL_NUMBERS.contains(key) ? base : over;
  }

  private static Node mapping(String key, Node.Fields base, Node.Fields over) {
    if (PLAIN_MAPS.contains(key)) {
      return overlaid(base, over);
    }
    return switch (key) {
      case "environment" -> variables(base, over);
      case "networks" -> networks(base, over);
      case "logging" -> logging(base, over);
      default -> fields(base, over);
    };
  }

  private static Node.Fields overlaid(Node.Fields base, Node.Fields over) {
    Map<String, Node.Entry> all = new LinkedHashMap<>(base.entries());
    all.putAll(over.entries());
    return new Node.Fields(base.mark(), all);
  }

  private static Node variables(Node.Fields base, Node.Fields over) {
    Map<String, Node.Entry> all = new LinkedHashMap<>(base.entries());
    over.entries()
        .forEach((name, entry) -> {
          Node.Entry earlier = all.get(name);
          if (earlier == null || isZero(earlier.value()) || !isZero(entry.value())) {
            all.put(name, entry);
          }
        });
    return new Node.Fields(base.mark(), all);
  }

  /** Aliases are replaced, even by none; addresses kept where not given; driver options kept. */
  private static Node networks(Node.Fields base, Node.Fields over) {
    Map<String, Node.Entry> all = new LinkedHashMap<>(base.entries());
    over.entries()
        .forEach((name, entry) -> {
          Node.Entry earlier = all.get(name);
          if (earlier == null || earlier.value() instanceof Node.Nothing) {
            all.put(name, entry);
          } else if (earlier.value() instanceof Node.Fields e
              && entry.value() instanceof Node.Fields o) {
            all.put(name, new Node.Entry(earlier.key(), attachment(e, o)));
          }
        });
    return new Node.Fields(base.mark(), all);
  }

  private static Node attachment(Node.Fields base, Node.Fields over) {
    Map<String, Node.Entry> all = new LinkedHashMap<>(base.entries());
    all.remove("aliases");
    over.entries()
        .forEach((key, entry) -> {
          if (!key.equals("driver_opts") && !isZero(entry.value())) {
            all.put(key, entry);
          }
        });
    return new Node.Fields(base.mark(), all);
  }

  private static Node logging(Node.Fields base, Node.Fields over) {
    String earlier = base.get("driver").map(GoText::of).orElse("");
    String later = over.get("driver").map(GoText::of).orElse("");
    if (!earlier.isEmpty() && !later.isEmpty() && !earlier.equals(later)) {
      return over;
    }
    Node.Fields merged =
        earlier.isEmpty() ? base.with("driver", new Node.Text(over.mark(), later)) : base;
    return base.below("options")
        .flatMap(o -> over.below("options").map(more -> merged.with("options", overlaid(o, more))))
        .orElse(merged);
  }

  private static List<Node> joined(List<Node> base, List<Node> over) {
    List<Node> all = new ArrayList<>(base);
    all.addAll(over);
    return all;
  }

  private static List<Node> keyed(String key, List<Node> base, List<Node> over) {
    Map<String, Node> byKey = new TreeMap<>();
    for (Node item : joined(base, over)) {
      if (item instanceof Node.Fields fields) {
        byKey.put(keyOf(fields, key), item);
      }
    }
    return List.copyOf(byKey.values());
  }

  /** Sorts numbers as numbers: ports are padded. */
  private static String keyOf(Node.Fields item, String key) {
    String value = item.get(key).map(GoText::of).orElse("");
    return key.equals("published") ? "0".repeat(Math.max(0, 12 - value.length())) + value : value;
  }

  private static boolean isZero(Node node) {
    return switch (node) {
      case Node.Nothing _ -> true;
      case Node.Text(var _, var value) -> value.isEmpty();
      case Node.Whole(var _, var value) -> value == 0;
      case Node.Decimal(var _, var value) -> value == 0;
      case Node.Flag(var _, var value) -> !value;
      case Node.Items(var _, var items) -> items.isEmpty();
      case Node.Printed _, Node.Fields _, Node.Broken _ -> false;
    };
  }
}
