package skep.deploy.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import skep.deploy.release.RecordNames;
import skep.deploy.release.Release.Actor;

/**
 * One run: what for, of which source, since when.
 *
 * @param begun for a scheduled run the moment it was due, so that no moment has two runs
 * @param by who asked; the schedule is an actor too
 * @param commit of the estate whose policy it follows
 * @param origin where its end is told, as a command's origin is written; empty for a scheduled one
 */
public record Run(
    RunKind kind, String source, Instant begun, Actor by, String commit, String origin) {
  /** Runs begun by the clock. */
  public static final Actor SCHEDULE = new Actor("schedule", "schedule");

  /** Of a source's name; a longer one ends in a digest. */
  private static final int LONGEST = 20;

  private static final int DIGEST = 6;
  private static final Pattern ID = Pattern.compile("skep-.+-(?<day>[0-9]{4})T[0-9]{9}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);

  /** A clock that went back makes nothing take less than no time. */
  Duration took(Instant now) {
    return now.isBefore(begun) ? Duration.ZERO : Duration.between(begun, now);
  }

  /**
   * Names the run and all that belongs to it in the Swarm, whose names of services end at 63
   * characters: at most 43, and no two runs of a year have the same one.
   */
  public String id() {
    return "skep-%s%s-%s".formatted(mark(), briefly(source.replace("_", "")), TIME.format(begun));
  }

  /** With a character no source has in its name. */
  private String mark() {
    return switch (kind) {
      case BACKUP -> "";
      case RESTORE_TEST -> "t_";
      case CHECK -> "c_";
      case RETENTION -> "k_";
      case PRUNE -> "p_";
      case RESTORE -> "r_";
    };
  }

  private static String briefly(String name) {
    return name.length() <= LONGEST
        ? name
        : name.substring(0, LONGEST - DIGEST - 1) + "-" + RecordNames.hash(name, DIGEST);
  }

  /** Whether what is called so was begun before yesterday; false of what is no run's id. */
  static boolean isOld(String id, Instant now) {
    Matcher named = ID.matcher(id);
    return named.matches()
        && Stream.of(now, now.minus(Duration.ofDays(1)))
            .map(TIME::format)
            .noneMatch(time -> time.startsWith(named.group("day")));
  }
}
