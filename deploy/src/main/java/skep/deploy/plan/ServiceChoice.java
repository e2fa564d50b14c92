package skep.deploy.plan;

import java.util.List;
import java.util.Optional;
import skep.deploy.stack.DesiredService;
import skep.deploy.stack.DesiredStack;
import skep.deploy.yaml.Nearest;

/** The services a plan is about: all of them, or the one asked for. */
final class ServiceChoice {
  private ServiceChoice() {}

  /**
   * @param asked {@code app} or {@code web_app}
   * @throws PlanRefused where there is no such service
   */
  static List<DesiredService> of(DesiredStack desired, Optional<String> asked) {
    if (asked.isEmpty()) {
      return desired.services();
    }
    String prefix = desired.name() + "_";
    List<DesiredService> chosen =
        desired.services().stream()
            .filter(service ->
                service.name().equals(asked.get()) || service.name().equals(prefix + asked.get()))
            .toList();
    if (chosen.isEmpty()) {
      List<String> names =
          desired.services().stream()
              .map(DesiredService::name)
              .map(name -> name.startsWith(prefix) ? name.substring(prefix.length()) : name)
              .toList();
      throw new PlanRefused(
          List.of(
              new PlanRefused.Reason(
                  "the stack %s has no service %s; it has: %s"
                      .formatted(desired.name(), asked.get(), String.join(", ", names)),
                  Nearest.of(asked.get(), names)
                      .map(name -> "the same with --service " + name)
                      .orElse("the same without --service"))));
    }
    return chosen;
  }
}
