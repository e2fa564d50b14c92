package skep.deploy.stack.schema;

import java.util.SortedSet;
import java.util.TreeSet;

/** Every key the schema knows, by its path without the names people give to objects. */
public final class SchemaKeys {
  private SchemaKeys() {}

  public static SortedSet<String> all() {
    SortedSet<String> keys = new TreeSet<>();
    collect(StackSchema.file(), "", keys);
    return keys;
  }

  private static void collect(Shape shape, String path, SortedSet<String> keys) {
    switch (shape) {
      case Shape.Mapping mapping -> {
        mapping
            .keys()
            .forEach((name, key) -> {
              String below = path.isEmpty() ? name : path + "." + name;
              keys.add(below);
              collect(key.shape(), below, keys);
            });
        mapping.others().ifPresent(others -> collect(others, path, keys));
      }
      case Shape.Choice choice -> choice.shapes().forEach(one -> collect(one, path, keys));
      case Shape.ListOf list -> collect(list.item(), path, keys);
      case Shape.Scalar _, Shape.OneOf _, Shape.Anything _ -> {}
    }
  }
}
