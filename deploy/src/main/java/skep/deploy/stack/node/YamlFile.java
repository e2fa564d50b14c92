package skep.deploy.stack.node;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import skep.deploy.yaml.InvalidYamlException;
import skep.deploy.yaml.Mark;
import skep.deploy.yaml.Problem;
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
    return read(file, bytes, line -> new Mark(file, line));
  }

  /** {@code lines}: where a line of these bytes stands for the reader. */
  public Optional<Node.Fields> read(String file, byte[] bytes, IntFunction<Mark> lines) {
    try {
      YamlNode root = YamlDocument.parse(file, bytes, lines, this::problem);
      if (node(root) instanceof Node.Fields fields) {
        return Optional.of(fields);
      }
      problems.add(
          new Mark(file, 1), "is not a mapping with 'services:' and its like at the top level");
    } catch (InvalidYamlException e) {
      e.problems().forEach(this::problem);
    }
    return Optional.empty();
  }

  /** As {@link #read}, but a file with nothing in it (or comments only) is an empty mapping. */
  public Optional<Node.Fields> readOrNothing(String file, byte[] bytes) {
    try {
      if (YamlDocument.parse(file, bytes) instanceof YamlScalar scalar && scalar.isNull()) {
        return Optional.of(Node.Fields.none(new Mark(file, 0)));
      }
    } catch (InvalidYamlException e) {
      // Told when it is read.
      return read(file, bytes);
    }
    return read(file, bytes);
  }

  private void problem(Problem problem) {
    problems.add(new Mark(problem.file(), problem.line()), "%s", problem.message());
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
      case BigInteger big when big.signum() > 0 && big.bitLength() == 64 ->
          new Node.Printed(mark, big.toString());
      case BigInteger big -> new Node.Decimal(mark, big.doubleValue());
      case Double number -> new Node.Decimal(mark, number);
      case Boolean truth -> new Node.Flag(mark, truth);
      default -> new Node.Nothing(mark);
    };
  }
}
