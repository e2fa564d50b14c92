package skep.deploy.oneshot;

/**
 * Something of the node a program sees.
 *
 * @param source a path of the node, or the name of a volume
 * @param target where the program sees it
 */
public record Mount(Kind kind, String source, String target, boolean readOnly) {
  /** What the source is. */
  public enum Kind {
    PATH,
    VOLUME
  }

  public Mount {
    if (!target.startsWith("/") || (kind == Kind.PATH && !source.startsWith("/"))) {
      throw new IllegalArgumentException("what is mounted, and where, are absolute paths");
    }
  }

  /** The node's path under its own name. */
  public static Mount readOnly(String path) {
    return new Mount(Kind.PATH, path, path, true);
  }

  /**
   * {@code volume-or-path:/where}.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static Mount parse(String written) {
    int colon = written.lastIndexOf(":/");
    if (colon < 1) {
      throw new IllegalArgumentException(
          "'" + written + "' mounts nothing; write volume:/where or /path:/where");
    }
    String source = written.substring(0, colon);
    Kind kind = source.startsWith("/") ? Kind.PATH : Kind.VOLUME;
    return new Mount(kind, source, written.substring(colon + 1), false);
  }
}
