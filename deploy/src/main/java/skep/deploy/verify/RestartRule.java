package skep.deploy.verify;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * When the Swarm starts a task again, by {@code TaskSpec.RestartPolicy}.
 *
 * @param condition {@code none}, {@code on-failure} or {@code any}
 * @param maxAttempts 0 for no bound, or for one that holds within a window of time only: failures
 *     further apart are always followed by another attempt
 */
record RestartRule(String condition, int maxAttempts) {
  /** Failures of one slot that are called a crash loop. */
  static final int LOOP = 3;

  static RestartRule of(JsonNode spec, Mode mode) {
    JsonNode policy = spec.path("TaskTemplate").path("RestartPolicy");
    String byDefault = mode.isJob() ? "on-failure" : "any";
    String condition = policy.path("Condition").asText("");
    boolean windowed = policy.path("Window").asLong(0) > 0;
    return new RestartRule(
        condition.isEmpty() ? byDefault : condition,
        windowed ? 0 : policy.path("MaxAttempts").asInt(0));
  }

  /** Whether a task that ended well has done what it is for. */
  boolean endsWell() {
    return !condition.equals("any");
  }

  /** Whether nothing comes after so many failures of one slot. */
  boolean givesUpAfter(int failures) {
    return failures > 0
        && (condition.equals("none") || (maxAttempts > 0 && failures > maxAttempts));
  }
}
