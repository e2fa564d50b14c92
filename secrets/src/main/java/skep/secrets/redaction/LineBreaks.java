package skep.secrets.redaction;

/**
 * Where a line breaks in a printed text, whitespace around it included: with a line break, an
 * escaped one, or one that was made visible.
 */
final class LineBreaks {
  /** More escaping is not looked through. */
  private static final int BACKSLASHES = 8;

  private LineBreaks() {}

  /** Whether a break, or the whitespace before one, may begin with this. */
  static boolean mayBegin(char c) {
    return switch (c) {
      case '\\', '%', '&', '⏎' -> true;
      default -> c <= ' ' || (c >= 0x7F && (Symbols.isBreak(c) || Symbols.isBlank(c)));
    };
  }

  static int blanks(String text, int from) {
    int at = from;
    while (at < text.length() && Symbols.isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** The end of the blanks and line breaks that are not escaped. */
  static int whitespace(String text, int from) {
    int at = from;
    while (at < text.length()
        && (Symbols.isBlank(text.charAt(at)) || Symbols.isBreak(text.charAt(at)))) {
      at++;
    }
    return at;
  }

  /**
   * The end of the break at this place and of the whitespace after it; the place where there is
   * none. An escaped break after it is another one: it may be text, too.
   */
  static int end(String text, int from) {
    int end = one(text, from);
    return end == from ? from : whitespace(text, end);
  }

  private static int one(String text, int at) {
    if (at >= text.length()) {
      return at;
    }
    char c = text.charAt(at);
    return switch (c) {
      case '\\' -> afterBackslashes(text, at);
      case '%' -> after(text, at, "%0a", "%0d");
      case '&' -> after(text, at, "&#10;", "&#13;", "&#xa;", "&#xd;");
      default -> Symbols.isBreak(c) || c == '⏎' ? at + 1 : at;
    };
  }

  private static int after(String text, int at, String... breaks) {
    for (String each : breaks) {
      if (text.regionMatches(true, at, each, 0, each.length())) {
        return at + each.length();
      }
    }
    return at;
  }

  /** As in JSON, which may be in JSON itself; or a line that goes on, as a shell's. */
  private static int afterBackslashes(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == '\\') {
      if (++at - from > BACKSLASHES) {
        return from;
      }
    }
    if (at == text.length()) {
      return from;
    }
    char c = text.charAt(at);
    if (c == 'n' || c == 'r' || Symbols.isBreak(c)) {
      return at + 1;
    }
    int unicode = after(text, at, "u000a", "u000d");
    return unicode > at ? unicode : from;
  }
}
