package skep.deploy.plan;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skep.deploy.plan.actual.ActualStack;
import skep.deploy.plan.actual.References;
import skep.deploy.plan.content.Fingerprints;
import skep.deploy.plan.image.ResolvedImages;
import skep.deploy.release.Release;
import skep.deploy.stack.DesiredNetwork;
import skep.deploy.stack.DesiredService;
import skep.deploy.stack.DesiredStack;
import skep.secrets.repository.CommitId;

/**
 * All a plan is made of.
 *
 * @param last the release whose specs should be in effect now, for drift
 * @param kept names of the secrets and configs kept releases refer to: never collected
 * @param images what was resolved of {@link Planner#imagesToResolve}
 * @param strict whether an image that did not resolve refuses the plan; a mere diff warns instead
 * @param policy fingerprint of the access and stack policy
 */
public record PlanRequest(
    Plan.Kind kind,
    DesiredStack desired,
    ActualStack actual,
    Optional<Release> last,
    Set<String> kept,
    ResolvedImages images,
    boolean strict,
    Fingerprints fingerprints,
    Plan.Options options,
    CommitId commit,
    String policy,
    Instant now) {

  public PlanRequest {
    kept = Set.copyOf(kept);
    if (!desired.name().equals(actual.stack())) {
      throw new IllegalArgumentException(
          "%s is planned against the state of %s".formatted(desired.name(), actual.stack()));
    }
  }

  /** Back to what {@code target} applied: its images, secret and config versions as recorded. */
  public static PlanRequest rollback(
      Release target,
      ActualStack actual,
      Optional<Release> last,
      Set<String> kept,
      Fingerprints fingerprints,
      Plan.Options options,
      String policy,
      Instant now) {
    return new PlanRequest(
        new Plan.Kind.Rollback(target.number()),
        desiredOf(target),
        actual,
        last,
        kept,
        ResolvedImages.NONE,
        true,
        fingerprints,
        options,
        target.commit(),
        policy,
        now);
  }

  /**
   * A release as a desired state. Its secrets and configs are not in it: their values are nowhere
   * but in the Swarm, where the versions the specs name must still exist (preflight looks).
   */
  public static DesiredStack desiredOf(Release release) {
    List<DesiredNetwork> networks =
        sorted(release.networks()).stream()
            .map(entry -> new DesiredNetwork(entry.getKey(), false, entry.getValue()))
            .toList();
    List<DesiredService> services =
        sorted(release.services()).stream()
            .map(entry -> new DesiredService(entry.getKey(), entry.getValue(), List.of()))
            .toList();
    return new DesiredStack(release.stack(), networks, List.of(), List.of(), services, List.of());
  }

  /** Names of all secrets and configs these releases pin. */
  public static Set<String> keptBy(Collection<Release> releases) {
    var kept = new HashSet<String>();
    for (Release release : releases) {
      kept.addAll(release.fingerprints().keySet());
      release
          .services()
          .values()
          .forEach(spec -> {
            kept.addAll(References.secrets(spec.path("TaskTemplate")));
            kept.addAll(References.configs(spec.path("TaskTemplate")));
          });
    }
    return kept;
  }

  private static <T> List<Map.Entry<String, T>> sorted(Map<String, T> byName) {
    return byName.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
  }
}
