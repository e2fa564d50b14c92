package skep.secrets.vault;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Replaces, inserts or takes out one value in a YAML text and leaves all other characters. */
final class YamlEdit {
  private final String text;
  private final boolean isJson;
  private final String lineEnd;

  YamlEdit(String text, boolean isJson) {
    this.text = text;
    this.isJson = isJson;
    this.lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
  }

  String put(Node node, List<String> names, String value) {
    Optional<Node> child =
        names.isEmpty() ? Optional.empty() : YamlFile.child(node, names.getFirst());
    if (child.isPresent()) {
      return child.get() instanceof ScalarNode scalar && names.size() == 1
          ? replace(node, scalar, value)
          : put(child.get(), names.subList(1, names.size()), value);
    }
    if (names.isEmpty() || !(node instanceof MappingNode mapping)) {
      throw new UneditableException(
          "there is no single value of that key in this file, and none can be added there");
    }
    return mapping.getFlowStyle() == FlowStyle.FLOW
        ? insertInBraces(mapping, names, value)
        : insertBelow(mapping, names, value);
  }

  private String replace(Node parent, ScalarNode scalar, String value) {
    int from = start(scalar);
    int to = end(scalar);
    String before = text.substring(from, to);
    boolean inBraces = ((CollectionNode<?>) parent).getFlowStyle() == FlowStyle.FLOW;
    boolean wasBlock = before.startsWith("|") || before.startsWith(">");
    if (isJson || inBraces) {
      return text.substring(0, from) + inFlow(value, before) + text.substring(to);
    }
    boolean isBlock =
        YamlText.isBlock(value) && parent instanceof MappingNode && (wasBlock || endsLine(to));
    String written =
        isBlock
            ? YamlText.block(value, column(parent) + 2, lineEnd)
            : YamlText.value(value, wasBlock ? "" : before);
    // A block ends where the next line begins.
    String end = wasBlock && before.endsWith("\n") ? lineEnd : "";
    return text.substring(0, from)
        + (before.isEmpty() ? " " : "")
        + written
        + end
        + text.substring(to);
  }

  private static String inFlow(String value, String before) {
    return YamlText.staysNumber(value, before) ? value : YamlText.quoted(value);
  }

  /** What stood behind a block's mark would be part of the block. */
  private boolean endsLine(int to) {
    int end = text.indexOf('\n', to);
    return text.substring(to, end < 0 ? text.length() : end).isBlank();
  }

  private String insertInBraces(MappingNode mapping, List<String> names, String value) {
    String entry = YamlText.flow(names, value);
    if (mapping.getValue().isEmpty()) {
      int open = start(mapping) + 1;
      return text.substring(0, open) + entry + text.substring(open);
    }
    int last = end(mapping.getValue().getLast().getValueNode());
    int first = start(mapping.getValue().getFirst().getKeyNode());
    int lineStart = text.lastIndexOf('\n', first - 1) + 1;
    String indent = text.substring(lineStart, first);
    String gap = lineStart > 0 && indent.isBlank() ? lineEnd + indent : " ";
    return text.substring(0, last) + "," + gap + entry + text.substring(last);
  }

  private String insertBelow(MappingNode mapping, List<String> names, String value) {
    int indent = column(mapping);
    int at = afterLine(lastOf(mapping));
    String before = text.substring(0, at);
    String gap = before.isEmpty() || before.endsWith("\n") ? "" : lineEnd;
    return before
        + gap
        + " ".repeat(indent)
        + YamlText.lines(names, value, indent, lineEnd)
        + lineEnd
        + text.substring(at);
  }

  /** To a file without any value. */
  String append(List<String> names, String value) {
    String gap = text.isEmpty() || text.endsWith("\n") ? "" : lineEnd;
    return isJson
        ? "{" + YamlText.flow(names, value) + "}" + lineEnd
        : text + gap + YamlText.lines(names, value, 0, lineEnd) + lineEnd;
  }

  String remove(Node root, List<String> names) {
    Node parent = root;
    for (String name : names.subList(0, names.size() - 1)) {
      parent = YamlFile.child(parent, name).orElseThrow();
    }
    if (!(parent instanceof MappingNode mapping)) {
      throw new UneditableException("an element of a list is not removed by itself; edit the file");
    }
    NodeTuple entry =
        mapping.getValue().stream()
            .filter(it -> ((ScalarNode) it.getKeyNode()).getValue().equals(names.getLast()))
            .findFirst()
            .orElseThrow();
    int from = start(entry.getKeyNode());
    int to = end(entry.getValueNode());
    if (mapping.getFlowStyle() == FlowStyle.FLOW) {
      return removeFromBraces(mapping, entry, from, to);
    }
    if (mapping.getValue().size() == 1) {
      return text.substring(0, from) + "{}" + text.substring(to);
    }
    int lineStart = text.lastIndexOf('\n', from - 1) + 1;
    return text.substring(0, lineStart) + text.substring(afterLine(entry.getValueNode()));
  }

  private String removeFromBraces(MappingNode mapping, NodeTuple entry, int from, int to) {
    List<NodeTuple> all = mapping.getValue();
    int at = all.indexOf(entry);
    int start = at > 0 ? end(all.get(at - 1).getValueNode()) : from;
    int end = at == 0 && all.size() > 1 ? start(all.get(1).getKeyNode()) : to;
    return text.substring(0, start) + text.substring(end);
  }

  /** The scalar that ends a node; marks of collections reach to what comes after them. */
  private static Node lastOf(Node node) {
    return switch (node) {
      case MappingNode mapping
          when mapping.getFlowStyle() != FlowStyle.FLOW && !mapping.getValue().isEmpty() ->
          lastOf(mapping.getValue().getLast().getValueNode());
      case CollectionNode<?> list
          when list.getFlowStyle() != FlowStyle.FLOW
              && !list.getValue().isEmpty()
              && list.getValue().getLast() instanceof Node last ->
          lastOf(last);
      default -> node;
    };
  }

  private int afterLine(Node node) {
    int end = end(node);
    if (end > 0 && text.charAt(end - 1) == '\n') {
      return end;
    }
    int next = text.indexOf('\n', end);
    return next < 0 ? text.length() : next + 1;
  }

  private int column(Node node) {
    return node.getStartMark().map(Mark::getColumn).orElse(0);
  }

  private int start(Node node) {
    return offset(node.getStartMark());
  }

  private int end(Node node) {
    return offset(node.getEndMark());
  }

  /** Marks count code points. */
  private int offset(Optional<Mark> mark) {
    return text.offsetByCodePoints(0, mark.map(Mark::getIndex).orElseThrow());
  }
}
