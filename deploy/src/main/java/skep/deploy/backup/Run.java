package skep.deploy.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);

  /** A clock that went back makes nothing take less than no time. */
  Duration took(Instant now) {
    return now.isBefore(begun) ? Duration.ZERO : Duration.between(begun, now);
  }

  /**
   * Names the run and all that belongs to it in the Swarm: at most 53 letters, digits and hyphens
   * for a source of 31.
   */
  public String id() {
    String what = kind == RunKind.BACKUP ? "" : kind.word().charAt(0) + "-";
    return "skep-%s%s-%s".formatted(what, source.replace("_", ""), TIME.format(begun));
  }
}
