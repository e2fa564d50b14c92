package skep.deploy.stack.merge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import skep.deploy.stack.node.Node;
import skep.deploy.stack.node.Problems;
import skep.deploy.yaml.Mark;

/** A checked service with every key in its long form. */
public final class ServiceForm {
  private final Forms forms;
  private final PortForm ports;
  private final VolumeForm volumes;
  private final Variables variables;

  public ServiceForm(Variables variables, Problems problems, Map<String, String> environment) {
    this.forms = new Forms(problems);
    this.ports = new PortForm(problems);
    this.volumes = new VolumeForm(problems, environment);
    this.variables = variables;
  }

  public Node.Fields of(String name, Node.Fields service) {
    Map<String, Node.Entry> formedKeys = new LinkedHashMap<>();
    service
        .entries()
        .forEach((key, entry) -> {
          Node value = value(key, entry.value());
          if (!(value instanceof Node.Nothing)) {
            formedKeys.put(key, new Node.Entry(entry.key(), value));
          }
        });
    Node.Fields formed = new Node.Fields(service.mark(), formedKeys);
    return formed.with("environment", variables.of(name, formed));
  }

  private Node value(String key, Node value) {
    return switch (key) {
      case "command", "entrypoint" -> forms.words(value);
      case "dns", "dns_search", "env_file", "tmpfs" -> Forms.list(value);
      case "environment" -> Forms.variables(value);
      case "labels", "sysctls" -> Forms.labels(value);
      case "extra_hosts" -> Forms.hosts(value);
      case "ports" -> ports.of(value);
      case "volumes" -> volumes.of(value);
      case "secrets", "configs" -> references(value);
      case "networks" -> networks(value);
      case "ulimits" -> each(value, ServiceForm::ulimit);
      case "logging" -> in(value, "options", Forms::labels);
      case "stop_grace_period" -> forms.duration(value);
      case "healthcheck" -> healthcheck(value);
      case "deploy" -> deploy(value);
      default -> value;
    };
  }

  private Node healthcheck(Node value) {
    Node formed = in(value, "test", Forms::healthTest);
    for (String key : List.of("interval", "timeout", "start_period", "start_interval")) {
      formed = in(formed, key, forms::duration);
    }
    return formed;
  }

  private Node deploy(Node value) {
    Node formed = in(value, "labels", Forms::labels);
    for (String config : List.of("update_config", "rollback_config")) {
      formed =
          in(formed, config, c -> in(in(c, "delay", forms::duration), "monitor", forms::duration));
    }
    return in(
        formed,
        "restart_policy",
        p -> in(in(p, "delay", forms::duration), "window", forms::duration));
  }

  private static Node references(Node value) {
    return each(
        value,
        item ->
            item instanceof Node.Text(var mark, var _)
                ? new Node.Fields(mark, Map.of("source", new Node.Entry(mark, item)))
                : item);
  }

  private static Node networks(Node value) {
    if (value instanceof Node.Fields) {
      return each(value, n -> in(n, "driver_opts", Forms::labels));
    }
    if (!(value instanceof Node.Items(var mark, var items))) {
      return value;
    }
    Map<String, Node.Entry> named = new LinkedHashMap<>();
    for (Node item : items) {
      if (item instanceof Node.Text(var at, var name)) {
        named.put(name, new Node.Entry(at, new Node.Nothing(at)));
      }
    }
    return new Node.Fields(mark, named);
  }

  private static Node ulimit(Node value) {
    if (!(value instanceof Node.Whole(var mark, var _))) {
      return value;
    }
    Mark at = mark;
    return new Node.Fields(
        at, Map.of("soft", new Node.Entry(at, value), "hard", new Node.Entry(at, value)));
  }

  /** Changes one key of a mapping, where it is there. */
  static Node in(Node node, String key, UnaryOperator<Node> change) {
    if (!(node instanceof Node.Fields fields) || fields.get(key).isEmpty()) {
      return node;
    }
    return fields.with(key, change.apply(fields.get(key).get()));
  }

  /** Changes every item of a list, or every value of a mapping. */
  static Node each(Node node, UnaryOperator<Node> change) {
    return switch (node) {
      case Node.Items(var mark, var items) -> {
        List<Node> changed = new ArrayList<>();
        items.forEach(item -> changed.add(change.apply(item)));
        yield new Node.Items(mark, changed);
      }
      case Node.Fields fields -> {
        Map<String, Node.Entry> changed = new LinkedHashMap<>();
        fields
            .entries()
            .forEach((key, entry) ->
                changed.put(key, new Node.Entry(entry.key(), change.apply(entry.value()))));
        yield new Node.Fields(fields.mark(), changed);
      }
      default -> node;
    };
  }
}
