package skep.secrets.repository;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.attributes.Attribute;
import org.eclipse.jgit.attributes.Attribute.State;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;
import skep.secrets.gitcrypt.KeyName;

/**
 * Which files of a tree its {@code .gitattributes} put under git-crypt, and under which key. Only
 * what the tree holds counts: what somebody's own git configuration says decides nothing here.
 *
 * @param keys by path; files in clear are left out
 * @param linked paths of {@code .gitattributes} that are symbolic links: git does not read them
 */
record EncryptionRules(SortedMap<String, KeyName> keys, SortedSet<String> linked) {
  private static final String FILTER = "filter";
  private static final String NAME = ".gitattributes";

  EncryptionRules {
    keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    linked = Collections.unmodifiableSortedSet(new TreeSet<>(linked));
  }

  Optional<KeyName> key(String path) {
    return Optional.ofNullable(keys.get(path));
  }

  static EncryptionRules of(ObjectReader reader, ObjectId tree) throws IOException {
    List<String> paths = new ArrayList<>();
    SortedSet<String> linked = new TreeSet<>();
    Map<String, AttributesFile> files = new TreeMap<>();
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(tree);
      walk.setRecursive(true);
      while (walk.next()) {
        int type = walk.getRawMode(0) & FileMode.TYPE_MASK;
        boolean isRules = walk.getNameString().equals(NAME);
        if (type == FileMode.TYPE_FILE) {
          paths.add(walk.getPathString());
        } else if (type == FileMode.TYPE_SYMLINK && isRules) {
          linked.add(walk.getPathString());
        }
        if (type == FileMode.TYPE_FILE && isRules) {
          files.put(folder(walk.getPathString()), read(reader, walk.getObjectId(0)));
        }
      }
    }
    return new EncryptionRules(keys(paths, files), linked);
  }

  private static AttributesFile read(ObjectReader reader, ObjectId id) throws IOException {
    ObjectLoader loader = reader.open(id);
    return AttributesFile.parse(
        loader.getSize() > AttributesFile.LARGEST ? new byte[0] : loader.getBytes());
  }

  private static SortedMap<String, KeyName> keys(
      List<String> paths, Map<String, AttributesFile> files) {
    Map<String, List<Attribute>> macros = files.containsKey("") ? files.get("").macros() : Map.of();
    SortedMap<String, KeyName> keys = new TreeMap<>();
    for (String path : paths) {
      filter(path, files, macros).flatMap(KeyName::ofFilter).ifPresent(key -> keys.put(path, key));
    }
    return keys;
  }

  /** The file nearest to the path counts most; the first word about the filter decides. */
  private static Optional<String> filter(
      String path, Map<String, AttributesFile> files, Map<String, List<Attribute>> macros) {
    var decided = new HashMap<String, Attribute>();
    for (String folder = folder(path);
        ;
        folder = folder(folder.substring(0, folder.length() - 1))) {
      if (files.containsKey(folder)) {
        String relative = path.substring(folder.length());
        decide(files.get(folder).of(relative), macros, decided);
      }
      if (folder.isEmpty()) {
        return Optional.ofNullable(decided.get(FILTER))
            .filter(attribute -> attribute.getState() == State.CUSTOM)
            .map(Attribute::getValue);
      }
    }
  }

  private static void decide(
      List<Attribute> attributes,
      Map<String, List<Attribute>> macros,
      Map<String, Attribute> decided) {
    for (Attribute attribute : attributes) {
      boolean isFirst = decided.putIfAbsent(attribute.getKey(), attribute) == null;
      boolean isMacro = macros.containsKey(attribute.getKey());
      if (isFirst && isMacro && attribute.getState() == State.SET) {
        decide(macros.get(attribute.getKey()).reversed(), macros, decided);
      }
    }
  }

  /** With the slash at its end; empty at the top. */
  private static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}
