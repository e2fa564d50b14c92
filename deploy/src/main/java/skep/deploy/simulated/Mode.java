package skep.deploy.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;

/** A service's mode as the spec gives it. */
sealed interface Mode {
  /** Runs this many for ever. */
  record Replicated(int replicas) implements Mode {}

  /** One on every node it may run on. */
  record Global() implements Mode {}

  /** Each of this many runs to its end once. */
  record ReplicatedJob(int completions) implements Mode {}

  /** Runs to its end once on every node it may run on. */
  record GlobalJob() implements Mode {}

  static Mode of(JsonNode spec) {
    var mode = spec.path("Mode");
    if (mode.has("Global")) {
      return new Global();
    }
    if (mode.has("GlobalJob")) {
      return new GlobalJob();
    }
    if (mode.has("ReplicatedJob")) {
      var job = mode.path("ReplicatedJob");
      int most = job.path("MaxConcurrent").asInt(1);
      return new ReplicatedJob(job.path("TotalCompletions").asInt(most));
    }
    return new Replicated(mode.path("Replicated").path("Replicas").asInt(1));
  }

  default boolean isJob() {
    return switch (this) {
      case ReplicatedJob job -> true;
      case GlobalJob job -> true;
      case Replicated replicated -> false;
      case Global global -> false;
    };
  }

  default List<Slot> slots(JsonNode taskSpec, Nodes nodes) {
    return switch (this) {
      case Replicated(int replicas) -> numbered(replicas);
      case ReplicatedJob(int completions) -> numbered(completions);
      case Global global -> nodes.allowed(taskSpec).stream().map(Slot::on).toList();
      case GlobalJob job -> nodes.allowed(taskSpec).stream().map(Slot::on).toList();
    };
  }

  private static List<Slot> numbered(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Slot::replica).toList();
  }
}
