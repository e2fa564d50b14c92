package skep.deploy.stack.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skep.deploy.stack.node.Problems;

/** A service's secrets and configs, by name: their ids are the Swarm's to give. */
final class FileReferences {
  private static final long READABLE = 0444;
  private final Stack stack;
  private final Problems problems;

  FileReferences(Stack stack, Problems problems) {
    this.stack = stack;
    this.problems = problems;
  }

  List<ObjectNode> secrets(String service, View view) {
    return references(service, view, "secret", stack.secrets());
  }

  /** The config of a credential spec is referenced too, though not as a file. */
  List<ObjectNode> configs(String service, View view) {
    List<ObjectNode> all = new ArrayList<>(references(service, view, "config", stack.configs()));
    credentialConfig(view)
        .ifPresent(name ->
            all.add(
                new Body().object("Runtime", new Body().json()).always("ConfigName", name).json()));
    all.sort(Comparator.comparing(ref -> ref.path("ConfigName").asText()));
    return all;
  }

  private List<ObjectNode> references(
      String service, View view, String kind, Map<String, View> objects) {
    List<ObjectNode> references = new ArrayList<>();
    Set<String> targets = new HashSet<>();
    for (View reference : view.views(kind + "s")) {
      String source = reference.text("source");
      if (!objects.containsKey(source)) {
        undefined(service, reference, kind, source);
        continue;
      }
      String target = reference.text("target").isEmpty() ? source : reference.text("target");
      if (!targets.add(target)) {
        problems.add(
            reference.mark(), "service %s: two %ss have the target %s", service, kind, target);
      }
      references.add(
          new Body()
              .object("File", file(reference, target))
              .always(
                  kind.equals("secret") ? "SecretName" : "ConfigName",
                  stack.names().of(source, objects.get(source)))
              .json());
    }
    String name = kind.equals("secret") ? "SecretName" : "ConfigName";
    references.sort(
        Comparator.comparing((ObjectNode ref) -> ref.path(name).asText())
            .thenComparing(ref -> ref.path("File").path("Name").asText()));
    return references;
  }

  private void undefined(String service, View reference, String kind, String source) {
    problems.add(
        reference.mark(),
        "service %s uses %s '%s', which no top-level '%ss:' defines",
        service,
        kind,
        source,
        kind);
  }

  private static ObjectNode file(View reference, String target) {
    return new Body()
        .always("Name", target)
        .always("UID", reference.text("uid").isEmpty() ? "0" : reference.text("uid"))
        .always("GID", reference.text("gid").isEmpty() ? "0" : reference.text("gid"))
        .alwaysNumber("Mode", reference.optionalNumber("mode").orElse(READABLE))
        .json();
  }

  /** Its {@code Config} is the config's name in the Swarm, where the CLI has put the id. */
  Optional<ObjectNode> credentialSpec(View service) {
    View spec = service.below("credential_spec");
    List<String> given =
        List.of("config", "file", "registry").stream()
            .filter(key -> !spec.text(key).isEmpty())
            .toList();
    if (given.size() > 1) {
      problems.add(
          spec.mark(), "credential_spec takes one of %s, not several", String.join(", ", given));
    }
    if (given.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Body()
            .always("Config", credentialConfig(service).orElse(""))
            .always("File", spec.text("file"))
            .always("Registry", spec.text("registry"))
            .json());
  }

  private Optional<String> credentialConfig(View service) {
    View spec = service.below("credential_spec");
    String key = spec.text("config");
    if (key.isEmpty()) {
      return Optional.empty();
    }
    if (!stack.configs().containsKey(key)) {
      problems.add(
          spec.mark("config"),
          "credential_spec uses config '%s', which no top-level 'configs:' defines",
          key);
      return Optional.empty();
    }
    String name = stack.names().of(key, stack.configs().get(key));
    // The CLI looks the config up by these two names only, and so finds none of another name.
    if (!name.equals(key) && !name.equals(stack.name() + "_" + key)) {
      problems.add(
          spec.mark("config"),
          "credential_spec cannot use config '%s', whose name is '%s'; call it '%s' in this file too",
          key,
          name,
          name);
    }
    return Optional.of(name);
  }
}
