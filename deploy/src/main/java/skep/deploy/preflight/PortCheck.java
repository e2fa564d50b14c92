package skep.deploy.preflight;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import skep.deploy.plan.spec.ServiceShape;
import skep.deploy.plan.spec.ServiceShape.Port;
import skep.deploy.swarm.SwarmNode;

/**
 * No two services want one published port. The engine refuses that where one of them publishes on
 * every node (ingress). Two host-mode services get along as long as their tasks have nodes of their
 * own; approximation: placement constraints of the other service do not count.
 */
final class PortCheck {
  private final Map<String, List<Holder>> holders = new HashMap<>();
  private final List<PreflightProblem> problems = new ArrayList<>();
  private final long nodes;

  private record Holder(String service, Port port, ServiceShape shape) {}

  private PortCheck(Outlook outlook) {
    this.nodes = outlook.actual().nodes().stream().filter(SwarmNode::takesTasks).count();
    outlook
        .services()
        .forEach((name, spec) -> {
          ServiceShape shape = ServiceShape.of(spec);
          shape
              .published()
              .forEach(port ->
                  holders
                      .computeIfAbsent(port.toString(), any -> new ArrayList<>())
                      .add(new Holder(name, port, shape)));
        });
  }

  static List<PreflightProblem> problems(Outlook outlook) {
    var check = new PortCheck(outlook);
    outlook.touched().forEach(check::service);
    return check.problems;
  }

  private void service(String name, ObjectNode spec) {
    ServiceShape shape = ServiceShape.of(spec);
    shape
        .published()
        .forEach(port ->
            holders.getOrDefault(port.toString(), List.of()).stream()
                .filter(holder -> !holder.service().equals(name))
                .filter(holder -> clashes(port, shape, holder))
                .forEach(holder -> add(name, port, holder)));
  }

  private boolean clashes(Port port, ServiceShape shape, Holder holder) {
    return !port.host() || !holder.port().host() || tasks(shape) + tasks(holder.shape()) > nodes;
  }

  private long tasks(ServiceShape shape) {
    return shape.mode().isGlobal() ? nodes : shape.replicas();
  }

  private void add(String name, Port port, Holder holder) {
    problems.add(
        new PreflightProblem(
            "service " + name,
            "port %s is published by %s already%s"
                .formatted(port, holder.service(), holder.port().host() ? " (host mode)" : ""),
            "publish another port, or take it from " + holder.service() + " first"));
  }
}
