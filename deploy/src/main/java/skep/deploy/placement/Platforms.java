package skep.deploy.placement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import skep.deploy.swarm.SwarmNode;

/** What an image runs on, by {@code Placement.Platforms}; none means anywhere. */
public record Platforms(List<Platform> list) {
  public Platforms {
    list = List.copyOf(list);
  }

  /** {@code os} and {@code architecture}: empty for any. */
  public record Platform(String os, String architecture) {
    @Override
    public String toString() {
      return os + "/" + (architecture.isEmpty() ? "any" : architecture);
    }
  }

  /** {@code task}: a {@code TaskSpec}. */
  public static Platforms of(JsonNode task) {
    return new Platforms(
        task.path("Placement")
            .path("Platforms")
            .valueStream()
            .map(one -> new Platform(one.path("OS").asText(), one.path("Architecture").asText()))
            .toList());
  }

  /**
   * As a registry tells them, {@code linux/amd64}. Of arm no more than the system counts, as
   * docker's client has it: nodes report {@code armv7l} where images say {@code arm}.
   */
  public static Platforms ofImage(List<String> pairs) {
    return new Platforms(
        pairs.stream()
            .map(pair -> pair.split("/", 3))
            .map(parts -> new Platform(parts[0], parts.length > 1 ? architecture(parts[1]) : ""))
            .toList());
  }

  private static String architecture(String ofImage) {
    return ofImage.equalsIgnoreCase("arm") ? "" : ofImage;
  }

  public boolean isEmpty() {
    return list.isEmpty();
  }

  public boolean include(SwarmNode node) {
    return list.isEmpty() || list.stream().anyMatch(one -> includes(one, node));
  }

  private static boolean includes(Platform platform, SwarmNode node) {
    return (platform.os().isEmpty() || platform.os().equals(node.os()))
        && (platform.architecture().isEmpty()
            || ofGo(platform.architecture()).equals(ofGo(node.architecture())));
  }

  /** Engines report what the kernel says, images what Go says. */
  private static String ofGo(String name) {
    return switch (name) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }

  /** {@code linux/amd64, linux/arm64}. */
  public String words() {
    return list.stream().map(Platform::toString).distinct().collect(Collectors.joining(", "));
  }

  /** As {@code Placement.Platforms} has them. */
  public List<ObjectNode> toJson() {
    return list.stream().map(Platforms::json).toList();
  }

  private static ObjectNode json(Platform platform) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (!platform.architecture().isEmpty()) {
      json.put("Architecture", platform.architecture());
    }
    return json.put("OS", platform.os());
  }
}
