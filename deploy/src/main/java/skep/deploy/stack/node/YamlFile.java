package skep.deploy.stack.node;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import skep.deploy.yaml.InvalidYamlException;
import skep.deploy.yaml.Mark;
import skep.deploy.yaml.YamlDocument;
import skep.deploy.yaml.YamlNode;
import skep.deploy.yaml.YamlNode.YamlMapping;
import skep.deploy.yaml.YamlNode.YamlScalar;
import skep.deploy.yaml.YamlNode.YamlSequence;

/** Reads a YAML file whose root is a mapping; every failure is a problem. */
public final class YamlFile {
  private final Problems problems;

  public YamlFile(Problems problems) {
    this.problems = problems;
  }

  /** Empty where it cannot be read or is no mapping; the reason is then among the problems. */
  public Optional<Node.Fields> read(String file, byte[] bytes) {
    try {
      if (node(YamlDocument.parse(file, bytes)) instanceof Node.Fields fields) {
        return Optional.of(fields);
      }
      problems.add(
          new Mark(file, 1), "is not a mapping with 'services:' and its like at the top level");
    } catch (InvalidYamlException e) {
      e.problems().forEach(p -> problems.add(new Mark(p.file(), p.line()), "%s", p.message()));
    }
    return Optional.empty();
  }

  public Optional<Node.Fields> read(String file, String text) {
    return read(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private Node node(YamlNode node) {
    return switch (node) {
      case YamlMapping mapping -> mapping(mapping);
      case YamlSequence list ->
          new Node.Items(list.mark(), list.items().stream().map(this::node).toList());
      case YamlScalar scalar -> scalar(scalar);
    };
  }

  private Node mapping(YamlMapping mapping) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    for (YamlNode.Entry entry : mapping.entries()) {
      if (entry.key().value() instanceof String) {
        entries.put(entry.name(), new Node.Entry(entry.key().mark(), node(entry.value())));
      } else {
        problems.add(
            entry.key().mark(),
            "a key must be text, not %s; put it in quotes",
            entry.key().described());
      }
    }
    return new Node.Fields(mapping.mark(), entries);
  }

  private static Node scalar(YamlScalar scalar) {
    Mark mark = scalar.mark();
    return switch (scalar.value()) {
      case String text when scalar.plain() ->
          Moments.read(mark, text).orElse(new Node.Text(mark, text));
      case String text -> new Node.Text(mark, text);
      case Long whole -> new Node.Whole(mark, whole);
      case BigInteger big -> new Node.Decimal(mark, big.doubleValue());
      case Double number -> new Node.Decimal(mark, number);
      case Boolean truth -> new Node.Flag(mark, truth);
      default -> new Node.Nothing(mark);
    };
  }
}
