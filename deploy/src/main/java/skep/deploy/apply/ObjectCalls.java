package skep.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.release.Lease;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Swarm;
import skep.secrets.redaction.SecretValue;

/**
 * Creating and removing networks, secrets and configs; what is there already stays. The lease is
 * asked before each write, at each try.
 */
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
  void create(
      Lease lease, ObjectKind kind, String name, ObjectNode spec, Optional<SecretValue> value) {
    patience.outlast(() -> {
      if (isThere(kind, name, spec)) {
        return;
      }
      ObjectNode body = spec.deepCopy();
      value.ifPresent(it -> body.put("Data", Base64.getEncoder().encodeToString(it.reveal())));
      lease.require();
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
    Optional<Held> now = find(kind, name);
    if (now.isPresent() && !now.get().isMadeFrom(spec)) {
      throw new StepFailedException(
          "somebody else created the %s %s meanwhile".formatted(kind.word(), name));
    }
    return now.isPresent();
  }

  /** What stands under a name now. */
  private record Held(String id, Map<String, String> labels) {
    boolean isMadeFrom(ObjectNode spec) {
      return spec.path("Labels").properties().stream()
          .allMatch(it -> it.getValue().asText().equals(labels.get(it.getKey())));
    }
  }

  private Optional<Held> find(ObjectKind kind, String name) {
    return switch (kind) {
      case NETWORK ->
          swarm.networks().stream()
              .filter(network -> network.name().equals(name) && network.scope().equals("swarm"))
              .findFirst()
              .map(network -> new Held(network.id(), network.labels()));
      case SECRET ->
          swarm.secrets().stream()
              .filter(secret -> secret.name().equals(name))
              .findFirst()
              .map(secret -> new Held(secret.id(), secret.labels()));
      case CONFIG ->
          swarm
              .config(name)
              .filter(config -> config.name().equals(name))
              .map(config -> new Held(config.id(), config.labels()));
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
  void remove(Lease lease, ObjectKind kind, String name) {
    removeWhere(lease, kind, name, _ -> true);
  }

  /**
   * Removes what a run created. What somebody else made under that name stays.
   *
   * @return whether nothing of that name is left
   */
  boolean removeMade(Lease lease, ObjectKind kind, String name, ObjectNode spec) {
    return removeWhere(lease, kind, name, now -> now.isMadeFrom(spec));
  }

  private boolean removeWhere(Lease lease, ObjectKind kind, String name, Predicate<Held> which) {
    return patience.outlast(() ->
        patience.untilFree(() -> {
          Optional<Held> now = find(kind, name);
          boolean due = now.filter(which).isPresent();
          if (due) {
            lease.require();
            removeById(kind, now.get().id());
          }
          return due || now.isEmpty();
        }));
  }

  private void removeById(ObjectKind kind, String id) {
    try {
      switch (kind) {
        case NETWORK -> swarm.removeNetwork(id);
        case SECRET -> swarm.removeSecret(id);
        case CONFIG -> swarm.removeConfig(id);
        case SERVICE -> throw new IllegalArgumentException("a service is no such object");
      }
    } catch (EngineException.NotFound e) {
      // Gone already, which is what is wanted.
    }
  }
}
