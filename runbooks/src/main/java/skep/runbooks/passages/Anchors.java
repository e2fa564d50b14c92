package skep.runbooks.passages;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Anchors of one page's headings: a second heading of the same words gets a number. */
final class Anchors {
  private final Map<String, Integer> seen = new HashMap<>();

  String of(String heading) {
    StringBuilder anchor = new StringBuilder();
    heading
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .forEach(c -> {
          if (Character.isLetterOrDigit(c) || c == '_' || c == '-') {
            anchor.appendCodePoint(c);
          } else if (c == ' ') {
            anchor.append('-');
          }
        });
    int before = seen.merge(anchor.toString(), 1, Integer::sum) - 1;
    return before == 0 ? anchor.toString() : anchor + "-" + before;
  }
}
