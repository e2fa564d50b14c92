package skep.deploy.docker;

import java.util.Comparator;
import java.util.regex.Pattern;
import skep.deploy.swarm.EngineException;

/** An Engine API version, {@code 1.41}. */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  /** The oldest that knows everything Skep reads. */
  static final ApiVersion OLDEST = new ApiVersion(1, 40);

  /** The newest that Skep was written against; a newer engine still speaks it. */
  static final ApiVersion NEWEST = new ApiVersion(1, 48);

  private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})");

  /** What to speak with an engine whose newest version is this one. */
  static ApiVersion negotiate(String offered) {
    var match = FORM.matcher(offered.strip());
    if (!match.matches()) {
      throw new EngineException.Rejected(
          0, "what answers does not say which Engine API it speaks; is it a Docker engine?");
    }
    var version =
        new ApiVersion(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
    if (version.compareTo(OLDEST) < 0) {
      throw new EngineException.Rejected(
          0,
          "the engine speaks API %s, Skep needs %s (Docker 19.03) or newer: upgrade Docker"
              .formatted(version, OLDEST));
    }
    return version.compareTo(NEWEST) < 0 ? version : NEWEST;
  }

  @Override
  public int compareTo(ApiVersion other) {
    return Comparator.comparingInt(ApiVersion::major)
        .thenComparingInt(ApiVersion::minor)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
