package skep.deploy.estate;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code what:/where}.
 *
 * @param what a volume's name, or a path from the root on
 * @param where a path from the root on in the container, not the root itself
 */
record BackupMount(String what, String where) {
  private static final Pattern VOLUME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  /** Empty where it is not of this form. What is mounted may have colons in it, the place none. */
  static Optional<BackupMount> parse(String written) {
    int colon = written.lastIndexOf(":/");
    if (colon <= 0) {
      return Optional.empty();
    }
    String where = BackupPaths.trimmed(written.substring(colon + 1));
    BackupMount mount = new BackupMount(BackupPaths.trimmed(written.substring(0, colon)), where);
    return where.equals("/") || where.contains(":") || BackupPaths.fault(where).isPresent()
        ? Optional.empty()
        : Optional.of(mount);
  }

  boolean isVolume() {
    return VOLUME.matcher(what).matches();
  }

  boolean isFolder() {
    return BackupPaths.fault(what).isEmpty();
  }
}
