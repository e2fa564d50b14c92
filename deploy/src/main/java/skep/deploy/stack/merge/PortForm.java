package skep.deploy.stack.merge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import skep.deploy.stack.node.Node;
import skep.deploy.stack.node.Problems;
import skep.deploy.stack.value.GoText;
import skep.deploy.stack.value.ShortPort;
import skep.deploy.yaml.Mark;

/** Ports in their long form, ranges spread out. */
final class PortForm {
  private final Problems problems;

  PortForm(Problems problems) {
    this.problems = problems;
  }

  Node of(Node ports) {
    if (!(ports instanceof Node.Items(var mark, var items))) {
      return ports;
    }
    List<Node> spread = new ArrayList<>();
    for (Node item : items) {
      switch (item) {
        case Node.Text _, Node.Whole _ -> spread.addAll(spread(item.mark(), GoText.of(item)));
        default -> spread.add(item);
      }
    }
    return new Node.Items(mark, spread);
  }

  private List<Node> spread(Mark mark, String written) {
    ShortPort port = ShortPort.parse(written).orElseThrow();
    if (!port.ip().isEmpty()) {
      warnOfAddress(port, written);
    }
    return port.ports().stream().map(pair -> fields(mark, pair)).toList();
  }

  private void warnOfAddress(ShortPort port, String written) {
    String published = written.split(":")[written.split(":").length - 2];
    boolean one = port.ports().stream().map(ShortPort.Pair::target).distinct().count() == 1;
    for (ShortPort.Pair pair : one ? port.ports().subList(0, 1) : port.ports()) {
      String host = one ? published : Integer.toString(pair.published());
      String ip = port.ip().replaceAll("[\\[\\]]", "");
      problems.warn(
          "ignoring IP-address (%s:%s:%d/%s) service will listen on '0.0.0.0'"
              .formatted(
                  ip.contains(":") ? "[" + ip + "]" : ip, host, pair.target(), pair.protocol()));
    }
  }

  private static Node fields(Mark mark, ShortPort.Pair pair) {
    Map<String, Node.Entry> fields = new LinkedHashMap<>();
    fields.put("mode", new Node.Entry(mark, new Node.Text(mark, "ingress")));
    fields.put("target", new Node.Entry(mark, new Node.Whole(mark, pair.target())));
    fields.put("published", new Node.Entry(mark, new Node.Whole(mark, pair.published())));
    fields.put("protocol", new Node.Entry(mark, new Node.Text(mark, pair.protocol())));
    return new Node.Fields(mark, fields);
  }
}
