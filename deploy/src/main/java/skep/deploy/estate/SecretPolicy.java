package skep.deploy.estate;

import java.util.Map;
import skep.secrets.vault.SecretRules;

/**
 * How the estate's secrets are kept.
 *
 * @param saving what becomes of a value somebody changes
 * @param desk who is who: chat user ids by what the desk's sign-in calls a person
 */
public record SecretPolicy(SecretRules rules, Saving saving, Map<String, String> desk) {
  public static final SecretPolicy DEFAULT =
      new SecretPolicy(SecretRules.NONE, Saving.COMMIT, Map.of());

  /** What becomes of a value somebody changes. */
  public enum Saving {
    COMMIT,
    PULL_REQUEST
  }

  public SecretPolicy {
    desk = Map.copyOf(desk);
  }
}
