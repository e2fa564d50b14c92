package skep.deploy.restic;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which restic it is: what Skep says of a restic of another time may differ. */
public record ResticVersion(int major, int minor, int patch) implements Comparable<ResticVersion> {
  /** The oldest whose words Skep knows. */
  public static final ResticVersion OLDEST = new ResticVersion(0, 14, 0);

  private static final Pattern FIRST_LINE =
      Pattern.compile("restic (\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})\\b.*");

  /** From {@code version}; empty where it is something else. */
  public static Optional<ResticVersion> read(List<String> lines) {
    return lines.stream()
        .map(FIRST_LINE::matcher)
        .filter(Matcher::matches)
        .findFirst()
        .map(found ->
            new ResticVersion(
                Integer.parseInt(found.group(1)),
                Integer.parseInt(found.group(2)),
                Integer.parseInt(found.group(3))));
  }

  @Override
  public int compareTo(ResticVersion other) {
    return Comparator.comparingInt(ResticVersion::major)
        .thenComparingInt(ResticVersion::minor)
        .thenComparingInt(ResticVersion::patch)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return "%d.%d.%d".formatted(major, minor, patch);
  }
}
