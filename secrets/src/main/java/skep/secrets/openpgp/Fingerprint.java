package skep.secrets.openpgp;

import java.util.HexFormat;
import java.util.regex.Pattern;

/** A primary key's fingerprint as GnuPG shows it: 40 upper-case hexadecimal digits. */
public record Fingerprint(String hex) implements Comparable<Fingerprint> {
  private static final Pattern FORM = Pattern.compile("[0-9A-F]{40}|[0-9A-F]{64}");
  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  public Fingerprint {
    if (!FORM.matcher(hex).matches()) {
      throw new OpenPgpException("not the fingerprint of an OpenPGP key: 40 hexadecimal digits");
    }
  }

  static Fingerprint of(byte[] bytes) {
    return new Fingerprint(UPPER.formatHex(bytes));
  }

  /** Whether somebody who types these digits, at least the last 16, means this key. */
  public boolean isMeantBy(String typed) {
    String digits = typed.replace(" ", "").toUpperCase(java.util.Locale.ROOT);
    String bare = digits.startsWith("0X") ? digits.substring(2) : digits;
    return bare.length() >= 16 && hex.endsWith(bare);
  }

  @Override
  public int compareTo(Fingerprint other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
