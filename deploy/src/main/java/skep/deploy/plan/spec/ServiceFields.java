package skep.deploy.plan.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A whole {@code ServiceSpec} as flat fields. Defaults the engine fills in (or leaves out) are left
 * out, lists whose order means nothing are sorted.
 */
public final class ServiceFields {
  private static final String LABEL_IMAGE = "deploy.labels.com.docker.stack.image";

  private ServiceFields() {}

  /** Fields by path in the words of a stack file. */
  public static SortedMap<String, String> of(ObjectNode spec, Names names) {
    var fields = new TreeMap<String, String>();
    var left = new Leftover(names.dropped().strip(spec));
    left.take("Name");
    Maps.tell(left.take("Labels"), "deploy.labels", fields);
    mode(left, fields);
    rolling(left, "UpdateConfig", "deploy.update_config", fields);
    rolling(left, "RollbackConfig", "deploy.rollback_config", fields);
    Scalar.text("EndpointSpec.Mode", "deploy.endpoint_mode", "vip").tell(left, fields);
    ports(left.takeAll("EndpointSpec.Ports"), fields);
    ContainerFields.tell(left, names, fields);
    TaskFields.tell(left, names, fields);
    fields.putAll(left.rest());
    return fields;
  }

  /**
   * Whether tasks are replaced where this field changes. Swarm compares the task template and the
   * endpoint; labels of the service, its mode and its update settings are read on the fly.
   */
  public static boolean replacesTasks(String path) {
    return !(path.startsWith("deploy.labels.")
        || path.equals("deploy.replicas")
        || path.equals("deploy.max_concurrent")
        || path.startsWith("deploy.update_config.")
        || path.startsWith("deploy.rollback_config."));
  }

  /** The CLI's note of the image as written: says nothing the {@code image} field does not. */
  public static boolean repeatsImage(String path) {
    return path.equals(LABEL_IMAGE);
  }

  private static void mode(Leftover spec, Map<String, String> into) {
    if (spec.has("Mode.Global")) {
      into.put("deploy.mode", "global");
    } else if (spec.has("Mode.GlobalJob")) {
      into.put("deploy.mode", "global-job");
    } else if (spec.has("Mode.ReplicatedJob")) {
      into.put("deploy.mode", "replicated-job");
      long total = spec.take("Mode.ReplicatedJob.TotalCompletions").asLong(1);
      long concurrent = spec.take("Mode.ReplicatedJob.MaxConcurrent").asLong(1);
      into.put("deploy.replicas", Long.toString(total));
      into.put("deploy.max_concurrent", Long.toString(concurrent));
    } else {
      into.put("deploy.replicas", spec.take("Mode.Replicated.Replicas").asText("1"));
    }
  }

  /** Without the object one task at a time is replaced; inside it 0 and absent mean all at once. */
  private static void rolling(Leftover spec, String api, String words, Map<String, String> into) {
    String parallelism = spec.has(api) ? spec.take(api + ".Parallelism").asText("0") : "1";
    if (!parallelism.equals("1")) {
      into.put(words + ".parallelism", parallelism);
    }
    for (Scalar scalar :
        List.of(
            Scalar.duration(api + ".Delay", words + ".delay", "0s"),
            Scalar.text(api + ".FailureAction", words + ".failure_action", "pause"),
            Scalar.duration(api + ".Monitor", words + ".monitor", "5s"),
            Scalar.text(api + ".Order", words + ".order", "stop-first"))) {
      scalar.tell(spec, into);
    }
    double ratio = spec.take(api + ".MaxFailureRatio").asDouble();
    if (ratio != 0) {
      into.put(words + ".max_failure_ratio", Float.toString((float) ratio));
    }
    into.remove(words + ".monitor", "0s");
  }

  private static void ports(List<JsonNode> ports, Map<String, String> into) {
    if (!ports.isEmpty()) {
      into.put(
          "ports",
          ports.stream()
              .sorted(
                  Comparator.<JsonNode>comparingInt(port -> port.path("TargetPort").asInt())
                      .thenComparingInt(port -> port.path("PublishedPort").asInt()))
              .map(ServiceFields::port)
              .sorted()
              .collect(Collectors.joining(", ")));
    }
  }

  private static String port(JsonNode port) {
    int published = port.path("PublishedPort").asInt();
    String protocol = word(port, "Protocol", "tcp");
    String mode = word(port, "PublishMode", "ingress");
    return (published == 0 ? "" : published + ":")
        + port.path("TargetPort").asInt()
        + (protocol.equals("tcp") ? "" : "/" + protocol)
        + (mode.equals("ingress") ? "" : " (" + mode + ")");
  }

  private static String word(JsonNode node, String key, String implied) {
    String given = node.path(key).asText();
    return given.isEmpty() ? implied : given;
  }
}
