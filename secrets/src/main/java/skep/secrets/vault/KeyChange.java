package skep.secrets.vault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * That a value is there, is another, or is gone; never what it is or was.
 *
 * @param key empty where the whole file is the value
 */
public record KeyChange(Optional<KeyPath> key, Kind kind) {
  /** What became of it. */
  public enum Kind {
    ADDED,
    CHANGED,
    REMOVED
  }

  /**
   * From one content of a file to another, by key where both have keys; empty contents mean that
   * there is no such file.
   */
  public static List<KeyChange> between(
      String path, Optional<byte[]> before, Optional<byte[]> after) {
    Optional<SortedMap<KeyPath, String>> old = values(path, before);
    Optional<SortedMap<KeyPath, String>> now = values(path, after);
    if (old.isPresent() && now.isPresent()) {
      return between(old.get(), now.get());
    }
    boolean isSame =
        before.isPresent() == after.isPresent()
            && Arrays.equals(before.orElse(new byte[0]), after.orElse(new byte[0]));
    return isSame
        ? List.of()
        : List.of(new KeyChange(Optional.empty(), kind(before.isPresent(), after.isPresent())));
  }

  private static Optional<SortedMap<KeyPath, String>> values(
      String path, Optional<byte[]> content) {
    return content.isEmpty()
        ? Optional.of(new TreeMap<>())
        : content.flatMap(bytes -> SecretDocument.parse(path, bytes)).map(SecretDocument::values);
  }

  private static List<KeyChange> between(
      SortedMap<KeyPath, String> old, SortedMap<KeyPath, String> now) {
    TreeSet<KeyPath> keys = new TreeSet<>(old.keySet());
    keys.addAll(now.keySet());
    List<KeyChange> changes = new ArrayList<>();
    for (KeyPath key : keys) {
      if (!Objects.equals(old.get(key), now.get(key))) {
        changes.add(
            new KeyChange(Optional.of(key), kind(old.containsKey(key), now.containsKey(key))));
      }
    }
    return changes;
  }

  private static Kind kind(boolean was, boolean is) {
    if (was && is) {
      return Kind.CHANGED;
    }
    return is ? Kind.ADDED : Kind.REMOVED;
  }
}
