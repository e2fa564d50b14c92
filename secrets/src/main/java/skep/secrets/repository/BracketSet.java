package skep.secrets.repository;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.BitSet;
import java.util.Map;
import java.util.function.IntPredicate;

/** What stands in brackets in a pattern: {@code [a-z]}, {@code [!x]}, {@code [[:digit:]]}. */
final class BracketSet {
  private static final Map<String, IntPredicate> CLASSES =
      Map.ofEntries(
          Map.entry("alnum", c -> isLetter(c) || isDigit(c)),
          Map.entry("alpha", BracketSet::isLetter),
          Map.entry("blank", c -> c == ' ' || c == '\t'),
          Map.entry("cntrl", c -> c < ' ' || c == 0x7F),
          Map.entry("digit", BracketSet::isDigit),
          Map.entry("graph", c -> c > ' ' && c < 0x7F),
          Map.entry("lower", c -> c >= 'a' && c <= 'z'),
          Map.entry("print", c -> c >= ' ' && c < 0x7F),
          Map.entry("punct", c -> c > ' ' && c < 0x7F && !isLetter(c) && !isDigit(c)),
          Map.entry("space", c -> c == ' ' || (c >= '\t' && c <= '\r')),
          Map.entry("upper", c -> c >= 'A' && c <= 'Z'),
          Map.entry("xdigit", c -> isDigit(c) || "abcdefABCDEF".indexOf(c) >= 0));

  private final byte[] pattern;
  private final BitSet bytes;
  private int at;

  private BracketSet(byte[] pattern, int at, BitSet bytes) {
    this.pattern = pattern;
    this.at = at;
    this.bytes = bytes;
  }

  /**
   * @param open where the bracket is
   * @param bytes gets what it stands for; nothing where it is not closed: it then matches nothing
   * @return where the pattern goes on
   */
  static int read(byte[] pattern, int open, BitSet bytes) {
    BracketSet set = new BracketSet(pattern, open + 1, bytes);
    boolean isNegated = set.is('!') || set.is('^');
    set.at += isNegated ? 1 : 0;
    if (!set.members()) {
      bytes.clear();
      return pattern.length;
    }
    if (isNegated) {
      bytes.flip(0, 256);
    }
    bytes.clear('/');
    return set.at;
  }

  /** Up to the closing bracket; one that comes first is a member. */
  private boolean members() {
    int before = 0;
    for (boolean isFirst = true; at < pattern.length; isFirst = false) {
      if (is(']') && !isFirst) {
        at++;
        return true;
      }
      if (is('-') && before > 0 && at + 1 < pattern.length && pattern[at + 1] != ']') {
        at++;
        int to = member();
        if (to >= before) {
          bytes.set(before, to + 1);
        }
        before = 0;
      } else if (is('[') && at + 1 < pattern.length && pattern[at + 1] == ':') {
        before = named();
      } else {
        before = member();
        bytes.set(before);
      }
      if (at > pattern.length) {
        return false;
      }
    }
    return false;
  }

  /** One byte, perhaps behind a backslash. */
  private int member() {
    at += is('\\') ? 1 : 0;
    int member = at < pattern.length ? pattern[at] & 0xFF : 0;
    at++;
    return member;
  }

  /** A class by its name; where no name ends there, the bracket itself is a member. */
  private int named() {
    int close = at + 2;
    while (close < pattern.length && pattern[close] != ']') {
      close++;
    }
    if (close == pattern.length) {
      at = pattern.length + 1;
      return 0;
    }
    if (close - 1 < at + 2 || pattern[close - 1] != ':') {
      bytes.set('[');
      at++;
      return '[';
    }
    String name = new String(pattern, at + 2, close - 1 - (at + 2), US_ASCII);
    IntPredicate members = CLASSES.get(name);
    at = members == null ? pattern.length + 1 : close + 1;
    for (int c = 0; members != null && c < 128; c++) {
      if (members.test(c)) {
        bytes.set(c);
      }
    }
    return 0;
  }

  private boolean is(char c) {
    return at < pattern.length && pattern[at] == c;
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
