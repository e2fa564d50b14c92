package skep.deploy.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import skep.deploy.plan.spec.Units;
import skep.deploy.swarm.SwarmNode;

/**
 * So much of a machine: what a task reserves, what a node has.
 *
 * @param generic counts by kind of generic resource
 */
record Amount(long nanoCpus, long memoryBytes, Map<String, Long> generic) {
  static final Amount NONE = new Amount(0, 0, Map.of());

  Amount {
    generic = Map.copyOf(generic);
  }

  /** {@code task}: a {@code TaskSpec}. */
  static Amount reserved(JsonNode task) {
    JsonNode reserved = task.path("Resources").path("Reservations");
    var generic = new HashMap<String, Long>();
    for (JsonNode one : reserved.path("GenericResources")) {
      JsonNode discrete = one.path("DiscreteResourceSpec");
      generic.merge(discrete.path("Kind").asText(), discrete.path("Value").asLong(), Long::sum);
    }
    return new Amount(
        reserved.path("NanoCPUs").asLong(), reserved.path("MemoryBytes").asLong(), generic);
  }

  static Amount of(SwarmNode node) {
    return new Amount(node.nanoCpus(), node.memoryBytes(), node.genericResources());
  }

  boolean isNothing() {
    return nanoCpus <= 0
        && memoryBytes <= 0
        && generic.values().stream().allMatch(count -> count <= 0);
  }

  Amount plus(Amount other) {
    return with(other, 1);
  }

  Amount minus(Amount other) {
    return with(other, -1);
  }

  Amount times(long count) {
    return NONE.with(this, count);
  }

  private Amount with(Amount other, long factor) {
    var sum = new HashMap<>(generic);
    other.generic.forEach((kind, count) -> sum.merge(kind, factor * count, Long::sum));
    return new Amount(
        nanoCpus + factor * other.nanoCpus, memoryBytes + factor * other.memoryBytes, sum);
  }

  /** How many such pieces this has room for. */
  long holds(Amount piece) {
    long fits = Math.min(fits(nanoCpus, piece.nanoCpus), fits(memoryBytes, piece.memoryBytes));
    for (var entry : piece.generic.entrySet()) {
      fits = Math.min(fits, fits(generic.getOrDefault(entry.getKey(), 0L), entry.getValue()));
    }
    return fits;
  }

  private static long fits(long room, long piece) {
    return piece <= 0 ? Long.MAX_VALUE : Math.max(0, room) / piece;
  }

  /** {@code 3 processors, 8G memory and 1 GPU}; what there is none of is left out. */
  String words() {
    List<String> parts = new ArrayList<>();
    if (nanoCpus > 0) {
      parts.add(Units.cpus(nanoCpus) + " processors");
    }
    if (memoryBytes > 0) {
      parts.add(Units.bytes(memoryBytes) + " memory");
    }
    generic.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> parts.add(entry.getValue() + " " + entry.getKey()));
    if (parts.size() < 2) {
      return String.join("", parts);
    }
    return String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
  }
}
