package skep.deploy.restic;

import java.util.regex.Pattern;

/** The names of objects in a repository: 64 hexadecimal digits, or the first of them. */
public final class ResticId {
  static final String WHOLE = "[0-9a-f]{64}";
  private static final Pattern ANY = Pattern.compile("[0-9a-f]{8,64}");
  private static final int SHORT = 8;

  private ResticId() {}

  static String require(String id) {
    if (!ANY.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no id of restic: those are 8 to 64 of the digits 0-9 and a-f".formatted(id));
    }
    return id;
  }

  /** As restic and people say it. */
  public static String brief(String id) {
    return id.length() <= SHORT ? id : id.substring(0, SHORT);
  }

  static boolean isWhole(String line) {
    return line.length() == 64 && ANY.matcher(line).matches();
  }
}
