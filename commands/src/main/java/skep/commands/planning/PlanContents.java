package skep.commands.planning;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import skep.deploy.apply.Contents;
import skep.deploy.plan.ContentFingerprints;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.plan.content.Fingerprints;
import skep.deploy.plan.content.Labels;
import skep.deploy.stack.DesiredStack;
import skep.secrets.redaction.SecretValue;

/**
 * The values a plan's new secrets and configs get. A plan holds none, so they are read again from
 * its commit, and a value that is not the one planned with is not handed out.
 */
public final class PlanContents implements Contents {
  private final ContentFingerprints contents;
  private final Map<String, String> recorded;

  /**
   * @param recorded fingerprints of the release in effect, for what the plan is not about (one
   *     service of several was asked for)
   */
  public PlanContents(
      Plan plan, DesiredStack desired, Fingerprints key, Map<String, String> recorded) {
    this.contents = new ContentFingerprints(plan, desired, key);
    this.recorded = Map.copyOf(recorded);
  }

  @Override
  public Optional<SecretValue> of(ObjectKind kind, String versionedName) {
    return contents
        .of(kind, versionedName)
        .filter(PlanContents::isAsPlanned)
        .flatMap(ContentFingerprints.Held::value);
  }

  private static boolean isAsPlanned(ContentFingerprints.Held held) {
    return held.change()
        .spec()
        .map(spec -> spec.path("Labels").path(Labels.FINGERPRINT).asText())
        .filter(held.fingerprint()::equals)
        .isPresent();
  }

  /** By name in the Swarm, of everything the stack uses: what is new, adopted or unchanged. */
  public Map<String, String> fingerprints() {
    var all = new HashMap<>(recorded);
    all.putAll(contents.byName());
    return Map.copyOf(all);
  }
}
