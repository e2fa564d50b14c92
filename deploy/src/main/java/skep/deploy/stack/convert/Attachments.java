package skep.deploy.stack.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import skep.deploy.stack.node.Node;
import skep.deploy.stack.node.Problems;

/** Networks and ports of a service. */
final class Attachments {
  private static final String DEFAULT = "default";
  private static final int HIGHEST_PORT = 65_535;
  private final Stack stack;
  private final Problems problems;

  Attachments(Stack stack, Problems problems) {
    this.stack = stack;
    this.problems = problems;
  }

  /** Keys of the networks a service is on; the stack's default one where it names none. */
  static Set<String> keys(View service) {
    Set<String> named = service.below("networks").fields().entries().keySet();
    return named.isEmpty() ? Set.of(DEFAULT) : named;
  }

  List<ObjectNode> networks(String service, View view) {
    List<ObjectNode> attached = new ArrayList<>();
    for (String key : keys(view)) {
      View own = view.below("networks").below(key);
      View network = stack.networks().getOrDefault(key, View.of(Node.Fields.none(own.mark())));
      if (!stack.networks().containsKey(key) && !key.equals(DEFAULT)) {
        problems.add(
            view.below("networks").mark(key),
            "service %s is on network '%s', which no top-level 'networks:' defines",
            service,
            key);
      }
      String target = stack.names().of(key, network);
      List<String> aliases = new ArrayList<>(own.texts("aliases"));
      if (!Names.isBuiltIn(target)) {
        aliases.add(service);
      }
      attached.add(
          new Body()
              .text("Target", target)
              .texts("Aliases", aliases)
              .pairs("DriverOpts", own.pairs("driver_opts"))
              .json());
    }
    attached.sort(Comparator.comparing(network -> network.path("Target").asText()));
    return attached;
  }

  ObjectNode endpoint(View service) {
    List<ObjectNode> ports = new ArrayList<>();
    for (View port : service.views("ports")) {
      for (String key : List.of("target", "published")) {
        if (port.number(key) < 0) {
          problems.add(port.mark(key), "a port cannot be negative");
        } else if (port.number(key) > HIGHEST_PORT) {
          problems.add(port.mark(key), "%s: there is no port above %d", key, HIGHEST_PORT);
        }
      }
      ports.add(
          new Body()
              .text("Protocol", port.text("protocol"))
              .number("TargetPort", port.number("target"))
              .number("PublishedPort", port.number("published"))
              .text("PublishMode", port.text("mode"))
              .json());
    }
    ports.sort(Comparator.comparingLong(port -> port.path("PublishedPort").asLong()));
    String mode = service.below("deploy").text("endpoint_mode").toLowerCase(Locale.ROOT);
    return new Body().text("Mode", mode).list("Ports", ports).json();
  }
}
