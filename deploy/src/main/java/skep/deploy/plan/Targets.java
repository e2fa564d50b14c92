package skep.deploy.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.placement.Platforms;
import skep.deploy.plan.Plan.ResolveImage;
import skep.deploy.plan.content.Labels;
import skep.deploy.plan.image.ImageReference;
import skep.deploy.plan.image.ResolvedImages;
import skep.deploy.stack.DesiredService;
import skep.deploy.swarm.SwarmService;

/**
 * Turns desired services into the specs to send: image pinned, secrets and configs by their
 * versioned names, and what only the Swarm knows kept as it is. Does to the image exactly what the
 * CLI does (docker/cli 28, {@code stack deploy --resolve-image}).
 */
final class Targets {
  private final Map<String, String> secrets;
  private final Map<String, String> configs;
  private final ResolvedImages images;
  private final ResolveImage mode;
  private final boolean recorded;
  private final boolean strict;
  private final List<PlanRefused.Reason> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param secrets names in the Swarm by unversioned name; others stay as written
   * @param recorded whether specs come from a release and their images are to be taken as they are
   */
  Targets(
      Map<String, String> secrets,
      Map<String, String> configs,
      ResolvedImages images,
      ResolveImage mode,
      boolean recorded,
      boolean strict) {
    this.secrets = secrets;
    this.configs = configs;
    this.images = images;
    this.mode = mode;
    this.recorded = recorded;
    this.strict = strict;
  }

  List<PlanRefused.Reason> problems() {
    return problems;
  }

  List<String> warnings() {
    return warnings;
  }

  ObjectNode target(DesiredService service, Optional<SwarmService> now) {
    ObjectNode spec = service.spec().deepCopy();
    ObjectNode task = spec.withObjectProperty("TaskTemplate");
    ObjectNode container = task.withObjectProperty("ContainerSpec");
    rename(container.path("Secrets"), "SecretName", "SecretID", secrets);
    rename(container.path("Configs"), "ConfigName", "ConfigID", configs);
    credentialSpec(container);
    now.ifPresent(actual -> keepForce(task, actual));
    if (!recorded) {
      image(service.name(), spec, task, container, now);
    }
    return spec;
  }

  /** Whether the CLI would ask the registry for this service. */
  static boolean asks(ResolveImage mode, String written, Optional<SwarmService> now) {
    return switch (mode) {
      case ALWAYS -> true;
      case CHANGED -> !isUnchanged(written, now);
      case NEVER -> false;
    };
  }

  private void image(
      String name,
      ObjectNode spec,
      ObjectNode task,
      ObjectNode container,
      Optional<SwarmService> now) {
    String written = container.path("Image").asText();
    ObjectNode labels = spec.withObjectProperty("Labels");
    if (!labels.has(Labels.IMAGE)) {
      labels.put(Labels.IMAGE, written);
    }
    ImageReference reference;
    try {
      reference = ImageReference.parse(written);
    } catch (IllegalArgumentException wrong) {
      problems.add(
          new PlanRefused.Reason(
              "the service %s names the image '%s', which is none".formatted(name, written),
              "write it as registry/name:tag"));
      return;
    }
    Optional<ResolvedImages.Pinned> pinned = Optional.ofNullable(images.pinned().get(written));
    boolean asked = asks(mode, written, now);
    if (asked && pinned.isPresent()) {
      container.put("Image", pinned.get().reference());
      platforms(task, pinned.get().platforms());
    } else if (isUnchanged(written, now) && !reference.isPinned()) {
      keepImage(task, container, now.orElseThrow());
    } else {
      container.put("Image", reference.tagged());
      now.filter(actual -> isUnchanged(written, now))
          .ifPresent(actual -> keepPlatforms(task, actual));
    }
    if (asked && pinned.isEmpty() && !reference.isPinned()) {
      unresolved(name, written, reference);
    }
  }

  private void unresolved(String service, String written, ImageReference reference) {
    String reason = images.unresolved().getOrDefault(written, "it was not asked");
    String what =
        "the image %s of %s did not resolve to a digest: the registry %s answers: %s"
            .formatted(written, service, reference.registry(), reason);
    if (strict) {
      problems.add(
          new PlanRefused.Reason(
              what,
              "check the name, the registry and its credential, or add --resolve-image never to"
                  + " deploy the tag as it is"));
    } else {
      warnings.add(what + "; /deploy would refuse this");
    }
  }

  private static boolean isUnchanged(String written, Optional<SwarmService> now) {
    return now.map(actual -> actual.spec().path("Labels").path(Labels.IMAGE).asText())
        .filter(written::equals)
        .isPresent();
  }

  private static void keepImage(ObjectNode task, ObjectNode container, SwarmService actual) {
    container.put(
        "Image", actual.spec().path("TaskTemplate").path("ContainerSpec").path("Image").asText());
    keepPlatforms(task, actual);
  }

  /** The engine stored them with the digest: dropping them would replace every task for nothing. */
  private static void keepPlatforms(ObjectNode task, SwarmService actual) {
    JsonNode platforms = actual.spec().path("TaskTemplate").path("Placement").path("Platforms");
    if (platforms.isArray() && !task.path("Placement").has("Platforms")) {
      task.withObjectProperty("Placement").set("Platforms", platforms.deepCopy());
    }
  }

  private static void platforms(ObjectNode task, List<String> platforms) {
    if (!platforms.isEmpty()) {
      task.withObjectProperty("Placement")
          .putArray("Platforms")
          .addAll(Platforms.ofImage(platforms).toJson());
    }
  }

  /** Somebody's {@code docker service update --force} is no reason to replace tasks again. */
  private static void keepForce(ObjectNode task, SwarmService actual) {
    JsonNode force = actual.spec().path("TaskTemplate").path("ForceUpdate");
    if (force.isNumber()) {
      task.set("ForceUpdate", force);
    }
  }

  private static void rename(
      JsonNode references, String name, String id, Map<String, String> names) {
    for (JsonNode reference : references) {
      if (reference instanceof ObjectNode object) {
        String written = object.path(name).asText();
        object.put(name, names.getOrDefault(written, written));
        object.remove(id);
      }
    }
  }

  private void credentialSpec(ObjectNode container) {
    if (container.path("Privileges").path("CredentialSpec") instanceof ObjectNode credential
        && credential.hasNonNull("Config")) {
      String written = credential.path("Config").asText();
      credential.put("Config", configs.getOrDefault(written, written));
    }
  }
}
