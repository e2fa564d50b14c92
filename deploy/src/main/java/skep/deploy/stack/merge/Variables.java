package skep.deploy.stack.merge;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import skep.deploy.stack.files.SideFiles;
import skep.deploy.stack.node.Node;
import skep.deploy.stack.node.Problems;
import skep.deploy.stack.value.EnvFile;
import skep.deploy.stack.value.GoText;
import skep.deploy.yaml.Mark;

/**
 * A service's variables: its env files in order, then {@code environment}. One that is blank or has
 * no value takes the value of the environment, where that has it.
 */
public final class Variables {
  private final SideFiles files;
  private final Map<String, String> environment;
  private final Problems problems;

  public Variables(SideFiles files, Map<String, String> environment, Problems problems) {
    this.files = files;
    this.environment = environment;
    this.problems = problems;
  }

  Node.Fields of(String service, Node.Fields formed) {
    Map<String, Node.Entry> values = new LinkedHashMap<>();
    formed
        .get("env_file")
        .ifPresent(list -> ServiceForm.each(list, file -> read(service, file, values)));
    formed
        .below("environment")
        .ifPresent(given -> given.entries().forEach((name, entry) -> put(values, name, entry)));
    return new Node.Fields(formed.mark(), values);
  }

  private Node read(String service, Node file, Map<String, Node.Entry> values) {
    String path = GoText.of(file);
    Optional<byte[]> bytes = files.read(file.mark(), "env_file of service " + service, path);
    if (bytes.isPresent()) {
      String inTree = files.resolve(path).orElse(path);
      Map<String, String> read =
          EnvFile.parse(
              bytes.get(),
              environment,
              (line, why) -> problems.add(new Mark(inTree, line), "%s", why));
      read.forEach(
          (name, value) -> put(values, name, new Node.Entry(file.mark(), Forms.text(file, value))));
    }
    return file;
  }

  private void put(Map<String, Node.Entry> values, String name, Node.Entry entry) {
    boolean blank = GoText.of(entry.value()).isEmpty();
    values.put(
        name,
        blank && environment.containsKey(name)
            ? new Node.Entry(entry.key(), Forms.text(entry.value(), environment.get(name)))
            : entry);
  }
}
