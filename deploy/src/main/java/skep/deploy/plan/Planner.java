package skep.deploy.plan;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import skep.deploy.plan.actual.ActualStack;
import skep.deploy.stack.DesiredService;
import skep.deploy.stack.DesiredStack;
import skep.deploy.swarm.SwarmService;

/** Decides what to change. Pure: the same request gives the same plan, and nothing is asked. */
public final class Planner {
  private Planner() {}

  /**
   * @throws PlanRefused where the stack cannot be planned as it stands
   */
  public static Plan plan(PlanRequest request) {
    return new Planning(request).plan();
  }

  /** Images, as written, whose digests a plan needs; resolve them before planning. */
  public static Set<String> imagesToResolve(
      DesiredStack desired, ActualStack actual, Plan.Options options) {
    Map<String, SwarmService> now = actual.ownServices();
    return ServiceChoice.of(desired, options.service()).stream()
        .filter(service ->
            Targets.asks(
                options.resolveImage(),
                image(service),
                Optional.ofNullable(now.get(service.name()))))
        .map(Planner::image)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String image(DesiredService service) {
    return service.spec().path("TaskTemplate").path("ContainerSpec").path("Image").asText();
  }
}
