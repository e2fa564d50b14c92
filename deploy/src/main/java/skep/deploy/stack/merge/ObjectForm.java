package skep.deploy.stack.merge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import skep.deploy.stack.node.Node;
import skep.deploy.stack.node.Problems;
import skep.deploy.stack.value.GoText;

/** A checked network, volume, secret or config with every key in its long form. */
public final class ObjectForm {
  private final int minor;
  private final Problems problems;

  /**
   * @param minor the file's format version is {@code 3.<minor>}
   */
  public ObjectForm(int minor, Problems problems) {
    this.minor = minor;
    this.problems = problems;
  }

  /**
   * @param kind network, volume, secret or config
   */
  public Node.Fields of(String kind, String name, Node node) {
    Node.Fields given = node instanceof Node.Fields fields ? fields : Node.Fields.none(node.mark());
    Map<String, Node.Entry> formed = new LinkedHashMap<>();
    given
        .entries()
        .forEach((key, entry) ->
            formed.put(
                key,
                new Node.Entry(
                    entry.key(),
                    switch (key) {
                      case "labels", "driver_opts" -> Forms.labels(entry.value());
                      default -> entry.value();
                    })));
    return external(kind, name, new Node.Fields(given.mark(), formed));
  }

  /** {@code external: {name: x}} is the old way to write {@code external: true} and a name. */
  private Node.Fields external(String kind, String name, Node.Fields object) {
    Node external = object.get("external").orElse(new Node.Flag(object.mark(), false));
    boolean is =
        external instanceof Node.Fields || (external instanceof Node.Flag(var _, var f) && f);
    Node.Fields formed = object.with("external", new Node.Flag(external.mark(), is));
    if (!is) {
      return formed;
    }
    if (kind.equals("volume")) {
      refuseWithExternal(name, object);
    }
    String old =
        external instanceof Node.Fields fields ? fields.get("name").map(GoText::of).orElse("") : "";
    String own = object.get("name").map(GoText::of).orElse("");
    if (old.isEmpty()) {
      return own.isEmpty() ? formed.with("name", new Node.Text(object.mark(), name)) : formed;
    }
    if (!own.isEmpty()) {
      problems.add(
          external.mark(), "%s %s has a name and an external.name; keep name only", kind, name);
    }
    if (minor >= (kind.equals("volume") ? 4 : 5)) {
      problems.warn(
          "%s %s: %s.external.name is deprecated in favor of %s.name"
              .formatted(kind, name, kind, kind));
    }
    return formed.with("name", new Node.Text(external.mark(), old));
  }

  private void refuseWithExternal(String name, Node.Fields volume) {
    for (String key : List.of("driver", "driver_opts", "labels")) {
      Node value = volume.get(key).orElse(new Node.Nothing(volume.mark()));
      boolean blank =
          value instanceof Node.Nothing
              || (value instanceof Node.Text(var _, var text) && text.isEmpty())
              || (value instanceof Node.Fields(var _, var entries) && entries.isEmpty());
      if (!blank) {
        problems.add(
            value.mark(), "volume %s is external, so its %s is not ours to set", name, key);
      }
    }
  }
}
