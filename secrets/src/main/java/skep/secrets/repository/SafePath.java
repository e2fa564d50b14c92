package skep.secrets.repository;

import java.util.Collection;

/** Which paths may be read. */
final class SafePath {
  private SafePath() {}

  /**
   * A plain relative path, {@code .} segments taken out.
   *
   * @param links paths of symbolic links and submodules
   */
  static String check(String path, Collection<String> links) {
    if (path.isEmpty() || path.startsWith("/") || path.contains("\\") || path.indexOf(0) >= 0) {
      throw new UnsafePathException(
          path.replace('\0', '?'), "must be a path within the estate, with / between its parts");
    }
    StringBuilder plain = new StringBuilder();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        throw new UnsafePathException(
            path, "leads upwards; name the file by its path from the top");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        plain.append(plain.isEmpty() ? "" : "/").append(part);
        if (links.contains(plain.toString())) {
          throw new UnsafePathException(
              path, "goes through %s, a symbolic link or submodule".formatted(plain));
        }
      }
    }
    return plain.toString();
  }
}
