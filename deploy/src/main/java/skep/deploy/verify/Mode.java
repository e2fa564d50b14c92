package skep.deploy.verify;

import com.fasterxml.jackson.databind.JsonNode;

/** What the tasks of a service are for, by the Engine API's {@code ServiceSpec.Mode}. */
sealed interface Mode {

  record Replicated(int replicas) implements Mode {}

  record Global() implements Mode {}

  /** Ends once so many tasks have completed. */
  record ReplicatedJob(int completions) implements Mode {}

  /** Ends once a task has completed on every eligible node. */
  record GlobalJob() implements Mode {}

  /** A spec without a mode is replicated with one task, as the engine takes it. */
  static Mode of(JsonNode spec) {
    JsonNode mode = spec.path("Mode");
    if (mode.has("Global")) {
      return new Global();
    }
    if (mode.has("GlobalJob")) {
      return new GlobalJob();
    }
    if (mode.has("ReplicatedJob")) {
      JsonNode job = mode.path("ReplicatedJob");
      int concurrent = job.path("MaxConcurrent").asInt(1);
      return new ReplicatedJob(job.path("TotalCompletions").asInt(concurrent));
    }
    return new Replicated(mode.path("Replicated").path("Replicas").asInt(1));
  }

  default boolean isJob() {
    return switch (this) {
      case Replicated _, Global _ -> false;
      case ReplicatedJob _, GlobalJob _ -> true;
    };
  }
}
