package skep.deploy.preflight;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The CLI takes an update_config for a job; the engine then says no to the whole service. */
final class JobCheck {
  private JobCheck() {}

  static List<PreflightProblem> problems(Outlook outlook) {
    return outlook.touched().entrySet().stream()
        .filter(service -> isJob(service.getValue()) && service.getValue().has("UpdateConfig"))
        .map(service ->
            new PreflightProblem(
                "service " + service.getKey(),
                "it is a job, and the engine takes no update_config for jobs",
                "take deploy.update_config out of it; a changed job simply runs again"))
        .toList();
  }

  private static boolean isJob(ObjectNode spec) {
    return spec.path("Mode").has("ReplicatedJob") || spec.path("Mode").has("GlobalJob");
  }
}
