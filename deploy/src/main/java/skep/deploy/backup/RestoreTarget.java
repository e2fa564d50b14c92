package skep.deploy.backup;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a folder may be restored into. Nothing that is in use is written over. */
public final class RestoreTarget {
  /** What a machine needs to run, or forgets. */
  private static final List<String> SYSTEM =
      List.of(
          "/bin",
          "/boot",
          "/dev",
          "/etc",
          "/lib",
          "/lib32",
          "/lib64",
          "/proc",
          "/root/.ssh",
          "/run",
          "/sbin",
          "/sys",
          "/usr",
          "/var/lib",
          "/var/run");

  private RestoreTarget() {}

  /**
   * @param live paths that are backed up, or that a service of the Swarm has mounted
   * @return why not, and what to type instead; empty where it may be
   */
  public static Optional<String> refusal(String target, Collection<String> live) {
    if (!target.startsWith("/")) {
      return Optional.of("--to must be an absolute path, not '%s'".formatted(target));
    }
    if (!target.matches("(/[^/\\p{Cntrl}]+)+")
        || Stream.of(target.split("/")).anyMatch(RestoreTarget::climbs)) {
      return Optional.of(
          "--to must be a plain folder such as /var/tmp/restored, not '%s'"
              .formatted(target.replaceAll("\\p{Cntrl}", "?")));
    }
    return Stream.concat(SYSTEM.stream(), live.stream())
        .filter(path -> overlaps(path, target))
        .findFirst()
        .map(path ->
            path.equals(target)
                ? "%s is in use; restore beside it, look, and move what you need".formatted(target)
                : "%s and %s, which is in use, lie in one another; restore beside it, look, and move what you need"
                    .formatted(target, path));
  }

  private static boolean climbs(String part) {
    return part.equals(".") || part.equals("..");
  }

  private static boolean overlaps(String one, String other) {
    return one.equals(other)
        || one.equals("/")
        || one.startsWith(other + "/")
        || other.startsWith(one + "/");
  }
}
