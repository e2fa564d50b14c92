package skep.deploy.stack.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import skep.deploy.stack.node.Problems;

/** The body of {@code POST /services/create} for each service. */
public final class ServiceSpecs {
  private final Stack stack;
  private final Problems problems;
  private final ContainerSpecs containers;
  private final TaskParts parts;
  private final Attachments attachments;

  public ServiceSpecs(Stack stack, Problems problems) {
    this.stack = stack;
    this.problems = problems;
    this.containers = new ContainerSpecs(stack, problems);
    this.parts = new TaskParts(problems);
    this.attachments = new Attachments(stack, problems);
  }

  public ObjectNode of(String name, View service) {
    View deploy = service.below("deploy");
    Map<String, String> labels = stack.names().labels(deploy.pairs("labels"));
    labels.put(Names.IMAGE, service.text("image"));
    Body body =
        new Body()
            .always("Name", stack.names().scoped(name))
            .alwaysPairs("Labels", labels)
            .object("TaskTemplate", task(name, service, deploy))
            .object("Mode", mode(deploy));
    for (String config : List.of("update_config", "rollback_config")) {
      if (deploy.has(config)) {
        String field = config.startsWith("update") ? "UpdateConfig" : "RollbackConfig";
        body.object(field, update(deploy.below(config)));
      }
    }
    return body.object("EndpointSpec", attachments.endpoint(service)).json();
  }

  private ObjectNode task(String name, View service, View deploy) {
    Body task =
        new Body()
            .object("ContainerSpec", containers.of(name, service))
            .object("Resources", parts.resources(deploy.below("resources")))
            .object("RestartPolicy", parts.restartPolicy(service))
            .object("Placement", parts.placement(deploy.below("placement")))
            .list("Networks", attachments.networks(name, service));
    if (service.has("logging")) {
      View logging = service.below("logging");
      task.object(
          "LogDriver",
          new Body()
              .text("Name", logging.text("driver"))
              .pairs("Options", logging.pairs("options"))
              .json());
    }
    return task.alwaysNumber("ForceUpdate", 0).json();
  }

  private ObjectNode mode(View deploy) {
    String mode = deploy.text("mode");
    boolean replicas = deploy.has("replicas");
    Body inner = new Body();
    switch (mode) {
      case "", "replicated" -> inner.optionalNumber("Replicas", parts.count(deploy, "replicas"));
      case "replicated-job" ->
          inner
              .optionalNumber("MaxConcurrent", parts.count(deploy, "replicas"))
              .optionalNumber("TotalCompletions", parts.count(deploy, "replicas"));
      case "global", "global-job" -> {
        if (replicas) {
          problems.add(
              deploy.mark("replicas"), "replicas cannot be used with mode %s; remove one", mode);
        }
      }
      default ->
          problems.add(
              deploy.mark("mode"),
              "unknown mode '%s'; it can be replicated, global, replicated-job or global-job",
              mode);
    }
    String name =
        switch (mode) {
          case "global" -> "Global";
          case "global-job" -> "GlobalJob";
          case "replicated-job" -> "ReplicatedJob";
          default -> "Replicated";
        };
    return new Body().object(name, inner.json()).json();
  }

  private ObjectNode update(View config) {
    ObjectNode json =
        new Body()
            .alwaysNumber("Parallelism", parts.count(config, "parallelism").orElse(1L))
            .number("Delay", config.number("delay"))
            .text("FailureAction", config.text("failure_action"))
            .number("Monitor", config.number("monitor"))
            .json();
    float ratio = (float) config.decimal("max_failure_ratio");
    if (ratio == (int) ratio) {
      json.put("MaxFailureRatio", (int) ratio);
    } else {
      json.put("MaxFailureRatio", Double.parseDouble(Float.toString(ratio)));
    }
    return json.put("Order", config.text("order"));
  }

  /** Service names to start before it, in the Swarm's terms. */
  public List<String> dependsOn(View service) {
    List<String> names = new ArrayList<>();
    for (String name : service.texts("depends_on")) {
      if (stack.services().containsKey(name)) {
        names.add(stack.names().scoped(name));
      }
    }
    return names.stream().distinct().toList();
  }
}
