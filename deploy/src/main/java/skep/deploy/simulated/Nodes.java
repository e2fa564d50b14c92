package skep.deploy.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skep.deploy.placement.EligibleNodes;
import skep.deploy.swarm.SwarmNode;

/** The machines, and which of them a task may run on. Guarded by the cluster's lock. */
final class Nodes {
  private final Map<String, SwarmNode> byId = new LinkedHashMap<>();
  private int turn;

  String add(String hostname, String role, Map<String, String> labels) {
    var id = Ids.next();
    byId.put(
        id,
        new SwarmNode(
            id,
            hostname,
            role,
            "active",
            "ready",
            "192.0.2." + (byId.size() + 1),
            "linux",
            "x86_64",
            labels,
            Map.of(),
            4_000_000_000L,
            8L << 30,
            Map.of(),
            Set.of(
                "Network/overlay",
                "Network/bridge",
                "Network/host",
                "Volume/local",
                "Log/json-file"),
            Optional.empty()));
    return id;
  }

  void setState(String id, String state) {
    byId.computeIfPresent(
        id,
        (key, n) ->
            new SwarmNode(
                n.id(),
                n.hostname(),
                n.role(),
                n.availability(),
                state,
                n.address(),
                n.os(),
                n.architecture(),
                n.labels(),
                n.engineLabels(),
                n.nanoCpus(),
                n.memoryBytes(),
                Map.of(),
                n.plugins(),
                n.managerStatus()));
  }

  void remove(String id) {
    byId.remove(id);
  }

  Collection<SwarmNode> all() {
    return byId.values();
  }

  int count() {
    return byId.size();
  }

  boolean isUp(String id) {
    return byId.containsKey(id) && byId.get(id).takesTasks();
  }

  /** Nodes in turn among those that satisfy the constraints. */
  Optional<String> choose(JsonNode taskSpec) {
    var candidates = allowed(taskSpec);
    return candidates.isEmpty()
        ? Optional.empty()
        : Optional.of(candidates.get(Math.floorMod(turn++, candidates.size())));
  }

  List<String> allowed(JsonNode taskSpec) {
    return EligibleNodes.of(taskSpec, List.copyOf(byId.values())).stream()
        .map(SwarmNode::id)
        .toList();
  }
}
