package skep.deploy.estate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import skep.deploy.estate.BackupPolicy.Source;
import skep.deploy.yaml.Fields;

/** Which folders of a node may be backed up, and that none is backed up twice. */
final class BackupPaths {
  /** Of the image, in the container: the node's in their place would leave no restic to run. */
  private static final Set<String> OF_THE_IMAGE =
      Set.of(
          "/run",
          "/tmp",
          "/bin",
          "/sbin",
          "/lib",
          "/lib32",
          "/lib64",
          "/libx32",
          "/usr",
          "/etc",
          "/usr/bin",
          "/usr/sbin",
          "/usr/lib",
          "/usr/lib64",
          "/usr/local",
          "/usr/local/bin");

  /** Not files at all, or the credentials of the run itself. */
  private static final List<String> OF_THE_KERNEL =
      List.of("/proc", "/sys", "/dev", "/run/secrets");

  private static final Set<String> NOT_CLEAR = Set.of("", ".", "..");
  private static final int LONGEST = 4095;

  /** Sources by their paths: of each kind of nodes, and of all. */
  private final Map<String, NavigableMap<String, String>> onSome = new HashMap<>();

  private final NavigableMap<String, String> anywhere = new TreeMap<>();

  /** The paths of a source without slashes at their ends; what is wrong is among the problems. */
  List<String> read(String source, String on, Fields fields) {
    List<String> written = fields.textOrTexts("paths");
    if (written.isEmpty()) {
      fields.problem(
          fields.markOf("paths"), fields.path("paths") + " must name folders, such as [/opt/core]");
    }
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      String path = trimmed(written.get(i));
      Optional<String> fault = fault(path).or(() -> notBackedUp(path)).or(() -> twice(on, path));
      if (fault.isPresent()) {
        fields.problem(
            fields.markOf("paths", i),
            "%s: %s %s".formatted(fields.path("paths"), shown(path), fault.get()));
      } else {
        anywhere.put(path, source);
        onSome.computeIfAbsent(on, nodes -> new TreeMap<>()).put(path, source);
        paths.add(path);
      }
    }
    return paths;
  }

  private static Optional<String> notBackedUp(String path) {
    if (path.equals("/") || OF_THE_IMAGE.contains(path)) {
      return Optional.of(
          "cannot be backed up as a whole: restic's own files stand there in its container; name the folders below it");
    }
    return OF_THE_KERNEL.stream()
        .filter(root -> within(path, root))
        .findFirst()
        .map(root -> "lies in %s, where there is nothing to back up; leave it out".formatted(root));
  }

  /** Two different constraints may well be met by one node, which only the Swarm knows. */
  private Optional<String> twice(String on, String path) {
    return on.equals(Source.EVERY_NODE)
        ? twice(path, anywhere)
        : Stream.of(on, Source.EVERY_NODE)
            .map(nodes -> onSome.getOrDefault(nodes, Collections.emptyNavigableMap()))
            .flatMap(sources -> twice(path, sources).stream())
            .findFirst();
  }

  private static Optional<String> twice(String path, NavigableMap<String, String> sources) {
    for (String outer = path;
        !outer.isEmpty();
        outer = outer.substring(0, outer.lastIndexOf('/'))) {
      if (sources.containsKey(outer)) {
        return Optional.of(
            "lies in %s of the source %s and would be backed up twice; leave it out, or name the folders beside it there"
                .formatted(outer, sources.get(outer)));
      }
    }
    return Optional.ofNullable(sources.ceilingEntry(path + "/"))
        .filter(inner -> within(inner.getKey(), path))
        .map(inner ->
            "holds %s of the source %s, which would be backed up twice; leave one of them out"
                .formatted(inner.getKey(), inner.getValue()));
  }

  /** Why this is no clear path from the root on; empty where it is one. */
  static Optional<String> fault(String path) {
    if (path.codePoints().anyMatch(c -> Character.isISOControl(c) || isHalf(c))) {
      return Optional.of("has a control character in it; write the path without it");
    }
    if (!path.startsWith("/")) {
      return Optional.of("is no path from the root on; begin it with /");
    }
    if (path.length() > LONGEST) {
      return Optional.of("is longer than %,d characters, and so is no path".formatted(LONGEST));
    }
    boolean clear =
        path.equals("/")
            || Stream.of(path.substring(1).split("/", -1)).noneMatch(NOT_CLEAR::contains);
    return clear
        ? Optional.empty()
        : Optional.of("has //, . or .. in it; write the path as the folder is really called");
  }

  /** Of a pair; no file name can be made of it. */
  private static boolean isHalf(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  /** Where restored files may be put; empty where it is wrong, which is then among the problems. */
  static Optional<String> scratch(Fields fields, String written) {
    String path = trimmed(written);
    Optional<String> fault =
        fault(path)
            .or(() ->
                path.equals("/") || OF_THE_KERNEL.stream().anyMatch(root -> within(path, root))
                    ? Optional.of("is no folder for files; name one such as /var/tmp")
                    : Optional.empty());
    fault.ifPresent(why ->
        fields.problem(
            fields.markOf("scratch"),
            "%s: %s %s".formatted(fields.path("scratch"), shown(path), why)));
    return fault.isPresent() ? Optional.empty() : Optional.of(path);
  }

  /** Whether one path is another, or lies below it. */
  static boolean within(String path, String folder) {
    return path.equals(folder) || path.startsWith(folder.equals("/") ? "/" : folder + "/");
  }

  static String trimmed(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** For a message: in one line and not endless. */
  static String shown(String text) {
    String plain = text.replaceAll("\\p{C}", "?");
    return plain.length() > 100 ? plain.substring(0, 100) + "…" : plain;
  }
}
