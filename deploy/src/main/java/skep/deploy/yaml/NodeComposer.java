package skep.deploy.yaml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import skep.deploy.yaml.YamlNode.Entry;
import skep.deploy.yaml.YamlNode.YamlMapping;
import skep.deploy.yaml.YamlNode.YamlScalar;
import skep.deploy.yaml.YamlNode.YamlSequence;

/** Builds nodes from parser events, counting what aliases would expand to before they do. */
final class NodeComposer {
  private static final String CORE = "tag:yaml.org,2002:";

  private static final int TEXT_OF_A_NODE = 40;

  private final IntFunction<Mark> lines;
  private final Iterator<Event> events;
  private final Map<Anchor, YamlNode> anchors = new HashMap<>();
  private final IdentityHashMap<YamlNode, Integer> weights = new IdentityHashMap<>();
  private final Consumer<Problem> problems;
  private int depth;
  private int weight;

  /**
   * @param problems told what does not keep the rest from being read
   */
  NodeComposer(IntFunction<Mark> lines, Iterator<Event> events, Consumer<Problem> problems) {
    this.lines = lines;
    this.problems = problems;
    this.events = events;
  }

  YamlNode document() {
    YamlNode root = new YamlScalar(lines.apply(1), "", YamlScalar.NULL, true);
    int documents = 0;
    while (events.hasNext()) {
      Event event = events.next();
      if (event.getEventId() == Event.ID.DocumentStart) {
        documents++;
        YamlNode read = node(events.next());
        // A trailing --- begins a document with nothing in it.
        if (documents == 1) {
          root = read;
        } else if (!(read instanceof YamlScalar scalar && scalar.isNull())) {
          throw YamlDocument.refused(mark(event).problem("a second document; one file, one stack"));
        }
      }
    }
    return root;
  }

  private YamlNode node(Event event) {
    int before = weight;
    count(
        event,
        event instanceof ScalarEvent text ? 1 + text.getValue().length() / TEXT_OF_A_NODE : 1);
    YamlNode node =
        switch (event) {
          case AliasEvent alias -> alias(alias);
          case ScalarEvent scalar -> scalar(scalar);
          case SequenceStartEvent sequence -> deeper(sequence, () -> sequence(sequence));
          case MappingStartEvent mapping -> deeper(mapping, () -> mapping(mapping));
          default -> throw new IllegalStateException("unexpected event " + event);
        };
    if (!(event instanceof AliasEvent)) {
      weights.put(node, weight - before);
      anchor(event).ifPresent(anchor -> anchors.put(anchor, node));
    }
    return node;
  }

  private YamlNode alias(AliasEvent event) {
    YamlNode target = anchors.get(event.getAlias());
    if (target == null) {
      throw YamlDocument.refused(
          mark(event)
              .problem("*" + event.getAlias() + " refers to nothing above it, or to itself"));
    }
    count(event, weights.get(target));
    return target;
  }

  private YamlSequence sequence(SequenceStartEvent start) {
    List<YamlNode> items = new ArrayList<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.SequenceEnd;
        next = events.next()) {
      items.add(node(next));
    }
    return new YamlSequence(mark(start), items);
  }

  private YamlMapping mapping(MappingStartEvent start) {
    Map<String, Entry> own = new LinkedHashMap<>();
    List<YamlNode> merged = new ArrayList<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.MappingEnd;
        next = events.next()) {
      YamlNode key = node(next);
      YamlNode value = node(events.next());
      if (!(key instanceof YamlScalar name)) {
        problems.accept(key.mark().problem("a key must be a word, not " + key.described()));
      } else if (name.plain() && name.text().equals("<<")) {
        if (!merged.isEmpty()) {
          problems.accept(key.mark().problem("\"<<\" stands here twice; give it a list: [*a, *b]"));
        }
        merged.add(value);
      } else if (own.containsKey(name.text())) {
        int first = own.get(name.text()).key().mark().line();
        problems.accept(
            key.mark().problem("\"%s\" stands here and in line %d".formatted(name.text(), first)));
      } else {
        own.put(name.text(), new Entry(name, value));
      }
    }
    merged.forEach(value -> merge(own, value));
    return new YamlMapping(mark(start), List.copyOf(own.values()));
  }

  /** Keys that are there already win; of several merged mappings the earlier one wins. */
  private void merge(Map<String, Entry> own, YamlNode value) {
    switch (value) {
      case YamlMapping mapping ->
          mapping.entries().forEach(entry -> own.putIfAbsent(entry.name(), entry));
      case YamlSequence sequence -> sequence.items().forEach(item -> merge(own, item));
      case YamlScalar scalar ->
          problems.accept(scalar.mark().problem("<< merges mappings, not " + scalar.described()));
    }
  }

  private YamlScalar scalar(ScalarEvent event) {
    String text = event.getValue();
    Optional<String> tag = event.getTag().filter(t -> !t.equals("!"));
    Object value = event.isPlain() && event.getTag().isEmpty() ? Scalars.resolve(text) : text;
    if (tag.equals(Optional.of(CORE + "binary"))) {
      return decoded(event, text);
    }
    if (tag.isPresent() && !tag.get().equals(CORE + "str")) {
      value = Scalars.resolve(text);
      if (!tag.get().startsWith(CORE)) {
        problems.accept(mark(event).problem("the tag " + tag.get() + " is not known"));
      }
    }
    return new YamlScalar(mark(event), text, value, event.isPlain());
  }

  private YamlScalar decoded(ScalarEvent event, String base64) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(base64);
      return YamlScalar.string(mark(event), new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      problems.accept(mark(event).problem("!!binary needs text in base64"));
      return YamlScalar.string(mark(event), "");
    }
  }

  private <T> T deeper(Event event, java.util.function.Supplier<T> content) {
    if (++depth > YamlDocument.MAX_DEPTH) {
      throw YamlDocument.refused(
          mark(event).problem("is nested deeper than %d".formatted(YamlDocument.MAX_DEPTH)));
    }
    T result = content.get();
    depth--;
    return result;
  }

  private void count(Event event, int nodes) {
    weight += nodes;
    if (weight > YamlDocument.MAX_NODES) {
      throw YamlDocument.refused(
          mark(event)
              .problem(
                  "expands to more than %,d nodes, or as much text; are its aliases meant?"
                      .formatted(YamlDocument.MAX_NODES)));
    }
  }

  private static Optional<Anchor> anchor(Event event) {
    return switch (event) {
      case ScalarEvent scalar -> scalar.getAnchor();
      case SequenceStartEvent sequence -> sequence.getAnchor();
      case MappingStartEvent mapping -> mapping.getAnchor();
      default -> Optional.empty();
    };
  }

  private Mark mark(Event event) {
    return lines.apply(event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0));
  }
}
