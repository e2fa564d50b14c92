package skep.deploy.stack.merge;

import java.util.LinkedHashMap;
import java.util.Map;
import skep.deploy.stack.node.Node;
import skep.deploy.stack.node.Problems;
import skep.deploy.stack.value.GoText;
import skep.deploy.stack.value.ShortVolume;
import skep.deploy.yaml.Mark;

/** Mounts in their long form, the source of a bind mount an absolute path. */
final class VolumeForm {
  private final Problems problems;
  private final Map<String, String> environment;

  VolumeForm(Problems problems, Map<String, String> environment) {
    this.problems = problems;
    this.environment = environment;
  }

  Node of(Node volumes) {
    return ServiceForm.each(volumes, item -> absolute(fields(item)));
  }

  private Node fields(Node item) {
    if (!(item instanceof Node.Text(var mark, var written))) {
      return item;
    }
    return ShortVolume.parse(written)
        .<Node>map(volume -> fields(mark, volume))
        .orElseGet(() -> {
          problems.add(mark, "'%s' is not a mount like data:/data or /srv/data:/data:ro", written);
          return new Node.Broken(mark);
        });
  }

  private static Node fields(Mark mark, ShortVolume volume) {
    Map<String, Node.Entry> fields = new LinkedHashMap<>();
    put(fields, "type", new Node.Text(mark, volume.type()));
    put(fields, "source", new Node.Text(mark, volume.source()));
    put(fields, "target", new Node.Text(mark, volume.target()));
    put(fields, "read_only", new Node.Flag(mark, volume.readOnly()));
    volume
        .propagation()
        .ifPresent(p -> put(fields, "bind", only("propagation", new Node.Text(mark, p))));
    if (volume.noCopy()) {
      put(fields, "volume", only("nocopy", new Node.Flag(mark, true)));
    }
    return new Node.Fields(mark, fields);
  }

  private static void put(Map<String, Node.Entry> fields, String key, Node value) {
    fields.put(key, new Node.Entry(value.mark(), value));
  }

  private static Node only(String key, Node value) {
    return new Node.Fields(value.mark(), Map.of(key, new Node.Entry(value.mark(), value)));
  }

  private Node absolute(Node item) {
    if (!(item instanceof Node.Fields fields) || !"bind".equals(text(fields, "type"))) {
      return item;
    }
    String source = text(fields, "source");
    String home = environment.get("HOME");
    if (source.startsWith("~") && home != null) {
      source = home + source.substring(1);
    }
    if (source.isEmpty()) {
      problems.add(item.mark(), "a mount of type bind needs a source");
    } else if (!source.startsWith("/") && !isWindowsPath(source)) {
      problems.add(
          item.mark(),
          "bind mount of '%s': the repository is not on the nodes' disks. Write an absolute path"
              + " of the nodes, or put the file into a config",
          source);
    }
    return fields.with("source", new Node.Text(item.mark(), source));
  }

  private static boolean isWindowsPath(String source) {
    return source.matches("[A-Za-z]:[\\\\/].*") || source.matches("[\\\\/]{2}[^\\\\/.].*");
  }

  private static String text(Node.Fields fields, String key) {
    return fields.get(key).map(GoText::of).orElse("");
  }
}
