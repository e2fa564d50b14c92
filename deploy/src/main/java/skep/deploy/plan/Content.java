package skep.deploy.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import skep.deploy.plan.content.Fingerprints;
import skep.deploy.plan.content.Labels;
import skep.deploy.stack.DesiredConfig;
import skep.deploy.stack.DesiredSecret;
import skep.deploy.swarm.SwarmConfig;
import skep.deploy.swarm.SwarmSecret;
import skep.secrets.redaction.SecretValue;

/**
 * A secret or config as it should be: the two differ in their limits and in whether the Swarm shows
 * their data.
 */
record Content(
    Plan.ObjectKind kind,
    String name,
    boolean external,
    ObjectNode spec,
    Optional<SecretValue> value,
    String fingerprint) {
  /** moby: a secret has less than 500 KiB; measured: a config up to 1,000 KiB. */
  private static final int SECRET_BYTES = 500 * 1024 - 1;

  private static final int CONFIG_BYTES = 1000 * 1024;

  static Content of(DesiredSecret secret, Fingerprints fingerprints) {
    return new Content(
        Plan.ObjectKind.SECRET,
        secret.name(),
        secret.external(),
        secret.spec(),
        secret.value(),
        fingerprints.of(secret));
  }

  static Content of(DesiredConfig config, Fingerprints fingerprints) {
    return new Content(
        Plan.ObjectKind.CONFIG,
        config.name(),
        config.external(),
        config.spec(),
        config.value(),
        fingerprints.of(config));
  }

  int maxBytes() {
    return kind == Plan.ObjectKind.SECRET ? SECRET_BYTES : CONFIG_BYTES;
  }

  /** Whether a driver provides the value when a task starts. */
  boolean hasDriver() {
    return spec.path("Driver").hasNonNull("Name");
  }

  /** Whether an object made past Skep holds this; nobody can see into a secret. */
  boolean equalsData(Held held) {
    return held.data().isEmpty()
        || (Arrays.equals(held.data().get(), value.map(SecretValue::reveal).orElse(new byte[0]))
            && spec.path("Templating").equals(held.spec().path("Templating")));
  }

  /** An object of the Swarm. */
  record Held(String name, Map<String, String> labels, ObjectNode spec, Optional<byte[]> data) {
    static Held of(SwarmSecret secret) {
      return new Held(secret.name(), secret.labels(), secret.spec(), Optional.empty());
    }

    static Held of(SwarmConfig config) {
      return new Held(config.name(), config.labels(), config.spec(), Optional.of(config.data()));
    }

    /** Whether Skep made it: only such are ever collected. */
    boolean isVersion() {
      return labels.containsKey(Labels.NAME) && labels.containsKey(Labels.FINGERPRINT);
    }

    boolean isVersionOf(String unversioned) {
      return isVersion() && unversioned.equals(labels.get(Labels.NAME));
    }
  }
}
