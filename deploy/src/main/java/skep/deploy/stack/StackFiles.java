package skep.deploy.stack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.stack.convert.Stack;
import skep.deploy.stack.convert.View;
import skep.deploy.stack.files.SideFiles;
import skep.deploy.stack.interpolate.Interpolation;
import skep.deploy.stack.merge.ObjectForm;
import skep.deploy.stack.merge.ServiceForm;
import skep.deploy.stack.merge.ServiceMerge;
import skep.deploy.stack.merge.Variables;
import skep.deploy.stack.node.Node;
import skep.deploy.stack.node.Problems;
import skep.deploy.stack.node.YamlFile;
import skep.deploy.stack.schema.StackCheck;
import skep.deploy.stack.template.TemplateFile;
import skep.deploy.yaml.Mark;
import skep.secrets.repository.LockedFileException;
import skep.secrets.repository.UnsafePathException;

/** Reads, checks and merges the files of one stack. */
final class StackFiles {
  private static final List<String> OBJECTS = List.of("networks", "volumes", "secrets", "configs");
  private final StackSource source;
  private final Problems problems;
  private final SideFiles sideFiles;
  private final Ignored ignored;

  StackFiles(StackSource source, SideFiles sideFiles, Problems problems) {
    this.source = source;
    this.problems = problems;
    this.sideFiles = sideFiles;
    this.ignored = new Ignored(problems);
  }

  /** Meaningless once there are problems. */
  Stack merged() {
    List<Node.Fields> files = new ArrayList<>();
    List<Integer> minors = new ArrayList<>();
    source
        .files()
        .forEach(file -> read(file).flatMap(f -> checked(f, minors)).ifPresent(files::add));
    if (!problems.none()) {
      return new Stack(source.name(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
    }
    ignored.warn();
    Map<String, Node.Fields> services = new LinkedHashMap<>();
    Map<String, Map<String, View>> objects = new LinkedHashMap<>();
    OBJECTS.forEach(section -> objects.put(section, new LinkedHashMap<>()));
    for (Node.Fields file : files) {
      services(file).forEach((name, s) -> services.merge(name, s, ServiceMerge::merge));
      for (String section : OBJECTS) {
        objects.get(section).putAll(objects(section, file, minors.getFirst()));
      }
    }
    Map<String, View> views = new LinkedHashMap<>();
    services.forEach((name, service) -> views.put(name, new View(service)));
    return new Stack(
        source.name(),
        views,
        objects.get("networks"),
        objects.get("volumes"),
        objects.get("secrets"),
        objects.get("configs"));
  }

  private Optional<Node.Fields> read(String file) {
    try {
      Optional<byte[]> bytes = source.tree().read(file);
      if (bytes.isEmpty()) {
        problems.add(new Mark(file, 0), "is not in the estate");
        return Optional.empty();
      }
      YamlFile reader = new YamlFile(problems);
      return file.endsWith(".j2")
          ? new TemplateFile(source.tree(), problems)
              .render(file, bytes.get())
              .flatMap(rendered ->
                  reader.read(
                      file, rendered.text().getBytes(StandardCharsets.UTF_8), rendered.lines()))
          : reader.read(file, bytes.get());
    } catch (LockedFileException | UnsafePathException e) {
      problems.add(new Mark(file, 0), "%s", e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Node.Fields> checked(Node.Fields file, List<Integer> minors) {
    Mark version = file.get("version").map(Node::mark).orElse(file.mark());
    Optional<Integer> minor = StackCheck.minor(file);
    if (minor.isEmpty()) {
      problems.add(version, "unknown format version; write 3.0 to 3.13, or no version at all");
      return Optional.empty();
    }
    if (!minors.isEmpty() && !minors.getFirst().equals(minor.get())) {
      problems.add(
          version,
          "format version 3.%d differs from 3.%d of %s; all files of a stack share one",
          minor.get(),
          minors.getFirst(),
          source.files().getFirst());
    }
    minors.add(minor.get());
    Node.Fields kept = ignored.see(file);
    Node.Fields filled =
        new Interpolation(source.environment(), source.allowUnset(), problems).apply(kept);
    new StackCheck(minor.get(), problems).check(filled);
    return Optional.of(filled);
  }

  private Map<String, Node.Fields> services(Node.Fields file) {
    Variables variables = new Variables(sideFiles, source.environment(), problems);
    ServiceForm form = new ServiceForm(variables, problems, source.environment());
    Map<String, Node.Fields> services = new LinkedHashMap<>();
    if (file.get("services").orElse(Node.Fields.none(file.mark())) instanceof Node.Fields given) {
      given
          .entries()
          .forEach((name, entry) -> {
            if (entry.value() instanceof Node.Fields service) {
              services.put(name, form.of(name, service));
            }
          });
    }
    return services;
  }

  private Map<String, View> objects(String section, Node.Fields file, int minor) {
    ObjectForm form = new ObjectForm(minor, problems);
    String kind = section.substring(0, section.length() - 1);
    Map<String, View> objects = new LinkedHashMap<>();
    if (file.get(section).orElse(Node.Fields.none(file.mark())) instanceof Node.Fields given) {
      given
          .entries()
          .forEach((name, e) -> objects.put(name, new View(form.of(kind, name, e.value()))));
    }
    return objects;
  }
}
