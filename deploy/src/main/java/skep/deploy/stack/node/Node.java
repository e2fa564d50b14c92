package skep.deploy.stack.node;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.yaml.Mark;

/** A value of a YAML file, and where it stands. */
public sealed interface Node {
  Mark mark();

  record Text(Mark mark, String value) implements Node {}

  record Whole(Mark mark, long value) implements Node {}

  record Decimal(Mark mark, double value) implements Node {}

  record Flag(Mark mark, boolean value) implements Node {}

  /**
   * A date or time as YAML 1.1 has it, or a number past 63 bits: text for whoever asks. {@code
   * printed} is what the CLI makes of it.
   */
  record Printed(Mark mark, String printed) implements Node {}

  record Nothing(Mark mark) implements Node {}

  /**
   * A value whose problem is already noted: it satisfies everything, so one mistake is told once.
   */
  record Broken(Mark mark) implements Node {}

  record Items(Mark mark, List<Node> items) implements Node {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** A mapping, in file order. */
  record Fields(Mark mark, Map<String, Entry> entries) implements Node {
    public Fields {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    public static Fields none(Mark mark) {
      return new Fields(mark, Map.of());
    }

    public Optional<Node> get(String key) {
      return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    /** The mapping below a key, if there is one. */
    public Optional<Fields> below(String key) {
      return get(key).filter(Fields.class::isInstance).map(Fields.class::cast);
    }

    /** The items of the list below a key, if there is one. */
    public Optional<List<Node>> list(String key) {
      return get(key).filter(Items.class::isInstance).map(n -> ((Items) n).items());
    }

    public Fields with(String key, Node value) {
      Map<String, Entry> changed = new LinkedHashMap<>(entries);
      Entry old = entries.get(key);
      changed.put(key, new Entry(old == null ? value.mark() : old.key(), value));
      return new Fields(mark, changed);
    }
  }

  /**
   * @param key where the key stands
   */
  record Entry(Mark key, Node value) {}

  /** What people call this kind of value. */
  default String kind() {
    return switch (this) {
      case Text _, Printed _ -> "string";
      case Whole _ -> "integer";
      case Decimal _ -> "number";
      case Flag _ -> "boolean";
      case Nothing _ -> "null";
      case Items _ -> "list";
      case Fields _ -> "mapping";
      case Broken _ -> "unknown";
    };
  }
}
