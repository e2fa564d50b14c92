package skep.secrets.vault;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One secret of the estate: a value in an encrypted file, written {@code secret/web.env:PASSWORD},
 * or an encrypted file as a whole.
 *
 * @param key empty where the whole file is meant
 */
public record SecretName(String path, Optional<KeyPath> key) implements Comparable<SecretName> {
  public SecretName {
    if (path.isBlank()) {
      throw new IllegalArgumentException("a secret has a path");
    }
  }

  /** All there are, by path and key; of a locked file only itself is known. */
  public static List<SecretName> of(SecretFile file) {
    return file.keys().isEmpty()
        ? List.of(new SecretName(file.path(), Optional.empty()))
        : file.keys().stream().map(key -> new SecretName(file.path(), Optional.of(key))).toList();
  }

  /** What somebody's words may stand for. */
  public sealed interface Meant {
    /**
     * @param isNew whether the file has no such key yet
     */
    record One(SecretName name, boolean isNew) implements Meant {}

    record Several(List<SecretName> names) implements Meant {
      public Several {
        names = List.copyOf(names);
      }
    }

    record None() implements Meant {}
  }

  /**
   * People type a whole name, a path's end ({@code web.env:PASSWORD}), a file, or a key alone where
   * only one file has it.
   */
  public static Meant meant(String typed, Collection<SecretFile> files) {
    int colon = typed.indexOf(':');
    String path = colon < 0 ? typed : typed.substring(0, colon);
    Optional<KeyPath> key =
        colon < 0 || colon == typed.length() - 1
            ? Optional.empty()
            : Optional.of(KeyPath.parse(typed.substring(colon + 1)));
    List<SecretFile> named = named(path, files);
    if (named.isEmpty()) {
      return colon < 0 ? byKey(typed, files) : new Meant.None();
    }
    List<SecretName> names =
        named.stream().map(file -> new SecretName(file.path(), key)).sorted().toList();
    boolean isNew = key.isPresent() && !named.getFirst().keys().contains(key.get());
    return names.size() == 1 ? new Meant.One(names.getFirst(), isNew) : new Meant.Several(names);
  }

  private static List<SecretFile> named(String path, Collection<SecretFile> files) {
    List<SecretFile> whole = files.stream().filter(file -> file.path().equals(path)).toList();
    return whole.isEmpty()
        ? files.stream().filter(file -> file.path().endsWith("/" + path)).toList()
        : whole;
  }

  private static Meant byKey(String typed, Collection<SecretFile> files) {
    KeyPath key = KeyPath.parse(typed);
    List<SecretName> names =
        files.stream()
            .filter(file -> file.keys().contains(key))
            .map(file -> new SecretName(file.path(), Optional.of(key)))
            .toList();
    return switch (names.size()) {
      case 0 -> new Meant.None();
      case 1 -> new Meant.One(names.getFirst(), false);
      default -> new Meant.Several(names);
    };
  }

  /** Every name and every end of one that somebody could have meant to type. */
  public static Collection<String> spellings(Collection<SecretFile> files) {
    TreeSet<String> all = new TreeSet<>();
    files.stream()
        .flatMap(file ->
            Stream.concat(
                of(file).stream(), Stream.of(new SecretName(file.path(), Optional.empty()))))
        .forEach(name -> {
          String whole = name.toString();
          all.add(whole);
          all.add(whole.substring(name.path().lastIndexOf('/') + 1));
          name.key().ifPresent(key -> all.add(key.toString()));
        });
    return all;
  }

  @Override
  public int compareTo(SecretName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return key.map(one -> path + ":" + one).orElse(path);
  }
}
