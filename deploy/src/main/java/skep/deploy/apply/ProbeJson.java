package skep.deploy.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import skep.deploy.release.RecordData;
import skep.deploy.verify.Probe;

/** Probes as a release record keeps them. */
final class ProbeJson {
  private ProbeJson() {}

  static ObjectNode write(Probe probe) {
    ObjectNode node = RecordData.object().put("within", probe.within().toString());
    switch (probe) {
      case Probe.Http(var uri, int status, var body, _) -> {
        node.put("http", uri.toString()).put("status", status);
        body.ifPresent(text -> node.put("body", text));
      }
      case Probe.Tcp(var host, int port, _) -> node.put("tcp", host).put("port", port);
      case Probe.Command(var image, var command, var networks, _) -> {
        node.put("image", image);
        command.forEach(node.withArrayProperty("command")::add);
        networks.forEach(node.withArrayProperty("networks")::add);
      }
    }
    return node;
  }

  static Probe read(JsonNode node) {
    Duration within = Duration.parse(node.path("within").asText());
    if (node.has("http")) {
      Optional<String> body =
          node.has("body") ? Optional.of(node.path("body").asText()) : Optional.empty();
      URI uri = URI.create(node.path("http").asText());
      return new Probe.Http(uri, node.path("status").asInt(), body, within);
    }
    if (node.has("tcp")) {
      return new Probe.Tcp(node.path("tcp").asText(), node.path("port").asInt(), within);
    }
    return new Probe.Command(
        node.path("image").asText(),
        texts(node.path("command")),
        texts(node.path("networks")),
        within);
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }
}
