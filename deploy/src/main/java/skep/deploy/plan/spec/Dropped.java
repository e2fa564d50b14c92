package skep.deploy.plan.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fields an engine drops without a word because its API is older than they are. Asking for them
 * again changes nothing, so they are no difference.
 *
 * @param fields words of a stack file by API path; lists on the way are walked through
 */
public record Dropped(SortedMap<String, String> fields) {
  public static final Dropped NOTHING = new Dropped(new TreeMap<>());

  private static final String CONTAINER = "TaskTemplate.ContainerSpec.";
  private static final Pattern VERSION = Pattern.compile("1\\.(\\d{1,3})");

  /** By API path, the minor version of the API that brought the field, and its words. */
  private static final Map<String, Since> KNOWN =
      Map.of(
          CONTAINER + "CapabilityAdd",
          new Since(41, "cap_add"),
          CONTAINER + "CapabilityDrop",
          new Since(41, "cap_drop"),
          CONTAINER + "Ulimits",
          new Since(41, "ulimits"),
          "TaskTemplate.Resources.Limits.Pids",
          new Since(41, "deploy.resources.limits.pids"),
          CONTAINER + "Healthcheck.StartInterval",
          new Since(44, "healthcheck.start_interval"),
          CONTAINER + "Mounts.VolumeOptions.Subpath",
          new Since(45, "volumes.volume.subpath"),
          CONTAINER + "OomScoreAdj",
          new Since(46, "oom_score_adj"));

  private record Since(int minor, String words) {}

  public Dropped {
    fields = new TreeMap<>(fields);
  }

  /** {@code apiVersion}: what the engine speaks, {@code 1.41}; nothing is known of another form. */
  public static Dropped by(String apiVersion) {
    Matcher version = VERSION.matcher(apiVersion);
    if (!version.matches()) {
      return NOTHING;
    }
    int minor = Integer.parseInt(version.group(1));
    var dropped = new TreeMap<String, String>();
    KNOWN.forEach((path, since) -> {
      if (since.minor() > minor) {
        dropped.put(path, since.words());
      }
    });
    return new Dropped(dropped);
  }

  /** The spec as the engine would keep it. */
  ObjectNode strip(ObjectNode spec) {
    ObjectNode kept = spec.deepCopy();
    fields.keySet().forEach(path -> holders(kept, path).forEach(node -> node.remove(last(path))));
    return kept;
  }

  /** The fields of this spec that would not be kept, in the words of a stack file. */
  public List<String> of(ObjectNode spec) {
    return fields.entrySet().stream()
        .filter(field ->
            holders(spec, field.getKey()).stream()
                .anyMatch(node -> !Leftover.isZero(node.path(last(field.getKey())))))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static List<ObjectNode> holders(ObjectNode spec, String path) {
    List<JsonNode> nodes = List.of(spec);
    for (String step : path.substring(0, path.lastIndexOf('.')).split("\\.")) {
      var below = new ArrayList<JsonNode>();
      nodes.forEach(node -> below.addAll(items(node.path(step))));
      nodes = below;
    }
    return nodes.stream()
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast)
        .filter(node -> node.has(last(path)))
        .toList();
  }

  private static Collection<JsonNode> items(JsonNode node) {
    return node.isArray() ? node.valueStream().toList() : List.of(node);
  }
}
