package skep.secrets.redaction;

/** As JSON is written, by nobody's library. */
final class Json {
  private Json() {}

  static String escaped(String text) {
    return escaped(text, false);
  }

  static String ascii(String text) {
    return escaped(text, true);
  }

  private static String escaped(String text, boolean ascii) {
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c == '\n') {
        json.append("\\n");
      } else if (c == '\r') {
        json.append("\\r");
      } else if (c == '\t') {
        json.append("\\t");
      } else if (c < ' ' || (ascii && c > '~')) {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.toString();
  }
}
