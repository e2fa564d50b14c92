package skep.deploy.apply;

import java.util.Optional;
import skep.deploy.plan.Plan.ObjectKind;
import skep.secrets.redaction.SecretValue;

/** What goes into new secrets and configs: read again from the plan's commit, kept in memory. */
@FunctionalInterface
public interface Contents {
  Contents NONE = (kind, name) -> Optional.empty();

  /**
   * @param versionedName as it stands in the plan
   */
  Optional<SecretValue> of(ObjectKind kind, String versionedName);
}
