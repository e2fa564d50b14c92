package skep.secrets.vault;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A YAML or JSON file; every scalar in it is a value. */
final class YamlFile implements SecretDocument {
  private static final int DEEPEST = 50;
  private static final int MOST = 20_000;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(5_000_000).build();

  private final String text;
  private final boolean isJson;
  private final Optional<Node> root;
  private final SortedMap<KeyPath, String> values;

  private YamlFile(
      String text, boolean isJson, Optional<Node> root, SortedMap<KeyPath, String> values) {
    this.text = text;
    this.isJson = isJson;
    this.root = root;
    this.values = Collections.unmodifiableSortedMap(values);
  }

  /** Empty where it is no mapping, or none that each key has one value in. */
  static Optional<YamlFile> parse(String text, boolean isJson) {
    try {
      Optional<Node> root = new Compose(SETTINGS).composeString(text);
      SortedMap<KeyPath, String> values = new TreeMap<>();
      if (root.isPresent()
          && !(root.get() instanceof MappingNode mapping
              && collect(mapping, Optional.empty(), values, 0))) {
        return Optional.empty();
      }
      return Optional.of(new YamlFile(text, isJson, root, values));
    } catch (YamlEngineException e) {
      return Optional.empty();
    }
  }

  private static boolean collect(
      Node node, Optional<KeyPath> at, SortedMap<KeyPath, String> values, int depth) {
    if (depth > DEEPEST || values.size() > MOST) {
      return false;
    }
    switch (node) {
      case ScalarNode scalar -> values.put(at.orElseThrow(), scalar.getValue());
      case MappingNode mapping -> {
        Set<String> names = new HashSet<>();
        for (NodeTuple entry : mapping.getValue()) {
          boolean isNew =
              entry.getKeyNode() instanceof ScalarNode name && names.add(name.getValue());
          if (!isNew || !collect(entry.getValueNode(), below(at, name(entry)), values, depth + 1)) {
            return false;
          }
        }
      }
      case SequenceNode sequence -> {
        for (int i = 0; i < sequence.getValue().size(); i++) {
          if (!collect(
              sequence.getValue().get(i), below(at, Integer.toString(i)), values, depth + 1)) {
            return false;
          }
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Optional<KeyPath> below(Optional<KeyPath> at, String name) {
    return Optional.of(at.map(path -> path.and(name)).orElseGet(() -> KeyPath.of(name)));
  }

  private static String name(NodeTuple entry) {
    return ((ScalarNode) entry.getKeyNode()).getValue();
  }

  @Override
  public SortedMap<KeyPath, String> values() {
    return values;
  }

  @Override
  public YamlFile with(KeyPath key, String value) {
    SortedMap<KeyPath, String> meant = new TreeMap<>(values);
    meant.put(key, value);
    YamlEdit edit = new YamlEdit(text, isJson);
    String edited =
        root.map(node -> edit.put(node, key.names(), value))
            .orElseGet(() -> edit.append(key.names(), value));
    return SecretDocument.checked(parse(edited, isJson), meant, key);
  }

  @Override
  public YamlFile without(KeyPath key) {
    if (!values.containsKey(key)) {
      return this;
    }
    SortedMap<KeyPath, String> meant = new TreeMap<>(values);
    meant.remove(key);
    String edited = new YamlEdit(text, isJson).remove(root.orElseThrow(), key.names());
    return SecretDocument.checked(parse(edited, isJson), meant, key);
  }

  @Override
  public SortedMap<Integer, KeyPath> lines() {
    SortedMap<Integer, KeyPath> keys = new TreeMap<>();
    values
        .keySet()
        .forEach(key ->
            node(key).flatMap(Node::getStartMark).ifPresent(mark -> keys.put(mark.getLine(), key)));
    return keys;
  }

  private Optional<Node> node(KeyPath key) {
    Optional<Node> at = root;
    for (String name : key.names()) {
      at = at.flatMap(node -> child(node, name));
    }
    return at;
  }

  @Override
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Optional<Node> child(Node node, String name) {
    return switch (node) {
      case MappingNode mapping ->
          mapping.getValue().stream()
              .filter(entry -> name(entry).equals(name))
              .map(NodeTuple::getValueNode)
              .findFirst();
      case SequenceNode sequence -> element(sequence.getValue(), name);
      default -> Optional.empty();
    };
  }

  private static Optional<Node> element(List<Node> elements, String name) {
    for (int i = 0; i < elements.size(); i++) {
      if (Integer.toString(i).equals(name)) {
        return Optional.of(elements.get(i));
      }
    }
    return Optional.empty();
  }
}
