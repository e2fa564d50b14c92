package skep.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmConfig;
import skep.deploy.swarm.SwarmNetwork;
import skep.deploy.swarm.SwarmSecret;
import skep.secrets.redaction.SecretValue;

/** Creating and removing networks, secrets and configs; what is there already stays. */
final class ObjectCalls {
  private final Swarm swarm;
  private final Patience patience;

  ObjectCalls(Swarm swarm, Patience patience) {
    this.swarm = swarm;
    this.patience = patience;
  }

  /**
   * @param value what goes into a secret or config; empty for networks and for secrets a driver
   *     provides
   */
  void create(ObjectKind kind, String name, ObjectNode spec, Optional<SecretValue> value) {
    patience.outlast(() -> {
      if (isThere(kind, name, spec)) {
        return;
      }
      ObjectNode body = spec.deepCopy();
      value.ifPresent(it -> body.put("Data", Base64.getEncoder().encodeToString(it.reveal())));
      try {
        create(kind, body);
      } catch (EngineException.NameTaken e) {
        isThere(kind, name, spec);
      }
    });
  }

  /**
   * What is there must carry the labels it would get from us, the fingerprint of its content among
   * them: then a try before made it.
   */
  private boolean isThere(ObjectKind kind, String name, ObjectNode spec) {
    Optional<Map<String, String>> labels = labels(kind, name);
    boolean same =
        labels
            .filter(now ->
                spec.path("Labels").properties().stream()
                    .allMatch(it -> it.getValue().asText().equals(now.get(it.getKey()))))
            .isPresent();
    if (labels.isPresent() && !same) {
      throw new StepFailedException(
          "somebody else created the %s %s meanwhile".formatted(kind.word(), name));
    }
    return same;
  }

  private Optional<Map<String, String>> labels(ObjectKind kind, String name) {
    return switch (kind) {
      case NETWORK ->
          swarm.networks().stream()
              .filter(network -> network.name().equals(name) && network.scope().equals("swarm"))
              .findFirst()
              .map(SwarmNetwork::labels);
      case SECRET ->
          swarm.secrets().stream()
              .filter(secret -> secret.name().equals(name))
              .findFirst()
              .map(SwarmSecret::labels);
      case CONFIG ->
          swarm.config(name).filter(config -> config.name().equals(name)).map(SwarmConfig::labels);
      case SERVICE -> throw new IllegalArgumentException("a service is no such object");
    };
  }

  private void create(ObjectKind kind, ObjectNode body) {
    switch (kind) {
      case NETWORK -> swarm.createNetwork(body);
      case SECRET -> swarm.createSecret(body);
      case CONFIG -> swarm.createConfig(body);
      case SERVICE -> throw new IllegalArgumentException("a service is no such object");
    }
  }

  /**
   * @throws EngineException.InUse where it stays in use
   */
  void remove(ObjectKind kind, String name) {
    patience.outlast(() ->
        patience.untilFree(() -> {
          try {
            id(kind, name).ifPresent(id -> removeById(kind, id));
          } catch (EngineException.NotFound e) {
            // Gone already, which is what is wanted.
          }
        }));
  }

  private void removeById(ObjectKind kind, String id) {
    switch (kind) {
      case NETWORK -> swarm.removeNetwork(id);
      case SECRET -> swarm.removeSecret(id);
      case CONFIG -> swarm.removeConfig(id);
      case SERVICE -> throw new IllegalArgumentException("a service is no such object");
    }
  }

  private Optional<String> id(ObjectKind kind, String name) {
    return switch (kind) {
      case NETWORK ->
          swarm.networks().stream()
              .filter(network -> network.name().equals(name) && network.scope().equals("swarm"))
              .findFirst()
              .map(SwarmNetwork::id);
      case SECRET ->
          swarm.secrets().stream()
              .filter(secret -> secret.name().equals(name))
              .findFirst()
              .map(SwarmSecret::id);
      case CONFIG ->
          swarm.config(name).filter(config -> config.name().equals(name)).map(SwarmConfig::id);
      case SERVICE -> throw new IllegalArgumentException("a service is no such object");
    };
  }
}
