package skep.secrets.vault;

import java.util.List;
import java.util.TreeSet;

/** Reads {@code A-Za-z0-9_-} as its characters, each once. */
final class Alphabet {
  private Alphabet() {}

  static List<String> of(String written) {
    int[] points = written.codePoints().toArray();
    TreeSet<Integer> all = new TreeSet<>();
    for (int i = 0; i < points.length; i++) {
      boolean isRange = i + 2 < points.length && points[i + 1] == '-';
      int last = isRange ? points[i + 2] : points[i];
      if (last < points[i] || last - points[i] > Character.MAX_CODE_POINT / 100) {
        throw new IllegalArgumentException("an alphabet's ranges are as A-Z, the lower end first");
      }
      for (int c = points[i]; c <= last; c++) {
        all.add(visible(c));
      }
      i += isRange ? 2 : 0;
    }
    return all.stream().map(Character::toString).toList();
  }

  private static int visible(int c) {
    boolean isNone =
        Character.isISOControl(c)
            || Character.isWhitespace(c)
            || Character.getType(c) == Character.FORMAT
            || Character.getType(c) == Character.SURROGATE;
    if (isNone) {
      throw new IllegalArgumentException("an alphabet has visible characters only");
    }
    return c;
  }
}
