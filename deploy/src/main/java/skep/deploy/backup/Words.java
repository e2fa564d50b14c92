package skep.deploy.backup;

import java.time.Duration;
import java.util.Locale;
import skep.deploy.restic.BackupProgress;

/** Sizes and times as people say them. */
public final class Words {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private Words() {}

  /** In powers of 1000: {@code 999 B}, {@code 1.2 GB}, {@code 34 GB}. */
  public static String bytes(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 999.5) {
      size /= 1000;
      unit++;
    }
    return unit == 0 || size >= 9.95
        ? String.format(Locale.ROOT, "%.0f %s", size, UNITS[unit])
        : String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
  }

  /** In one unit: {@code 40 s}, {@code 11 min}, {@code 5 h}, {@code 3 d}. */
  public static String time(Duration time) {
    if (time.compareTo(Duration.ofMinutes(2)) < 0) {
      return time.toSeconds() + " s";
    }
    if (time.compareTo(Duration.ofHours(2)) < 0) {
      return time.toMinutes() + " min";
    }
    return time.compareTo(Duration.ofDays(2)) < 0 ? time.toHours() + " h" : time.toDays() + " d";
  }

  /** {@code 43 %, 1.2 GB of 2.8 GB, 2 min left}. */
  static String progress(BackupProgress progress) {
    return "%d %%, %s of %s%s"
        .formatted(
            progress.percent(),
            bytes(progress.bytes()),
            bytes(progress.totalBytes()),
            progress.remaining().map(left -> ", " + time(left) + " left").orElse(""));
  }
}
