package skep.commands.planning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import skep.deploy.apply.Contents;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.plan.content.Fingerprints;
import skep.deploy.plan.content.Labels;
import skep.deploy.stack.DesiredConfig;
import skep.deploy.stack.DesiredSecret;
import skep.deploy.stack.DesiredStack;
import skep.secrets.redaction.SecretValue;

/**
 * The values a plan's new secrets and configs get. A plan holds none, so they are read again from
 * its commit, and a value that is not the one planned with is not handed out.
 */
public final class PlanContents implements Contents {
  private final Map<String, SecretValue> values = new HashMap<>();
  private final Map<String, String> fingerprints = new HashMap<>();

  public PlanContents(Plan plan, DesiredStack desired, Fingerprints key) {
    for (Change change : plan.changes()) {
      change.spec().ifPresent(spec -> add(change, spec.path("Labels"), desired, key));
    }
  }

  private void add(Change change, JsonNode labels, DesiredStack desired, Fingerprints key) {
    String name = labels.path(Labels.NAME).asText();
    String planned = labels.path(Labels.FINGERPRINT).asText();
    switch (change.kind()) {
      case SECRET ->
          desired.secrets().stream()
              .filter(secret -> secret.name().equals(name) && key.of(secret).equals(planned))
              .findFirst()
              .flatMap(DesiredSecret::value)
              .ifPresent(value -> put(change, value, planned));
      case CONFIG ->
          desired.configs().stream()
              .filter(config -> config.name().equals(name) && key.of(config).equals(planned))
              .findFirst()
              .flatMap(DesiredConfig::value)
              .ifPresent(value -> put(change, value, planned));
      case NETWORK, SERVICE -> {}
    }
  }

  private void put(Change change, SecretValue value, String fingerprint) {
    values.put(change.kind().word() + "/" + change.name(), value);
    fingerprints.put(change.name(), fingerprint);
  }

  @Override
  public Optional<SecretValue> of(ObjectKind kind, String versionedName) {
    return Optional.ofNullable(values.get(kind.word() + "/" + versionedName));
  }

  /** By versioned name, of what is new. */
  public Map<String, String> fingerprints() {
    return Map.copyOf(fingerprints);
  }
}
