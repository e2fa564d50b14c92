package skep.secrets.redaction;

import java.util.List;
import java.util.stream.Stream;

/** A value in HTML or XML. */
final class MarkupForms {
  private static final List<String> QUOTE = List.of("\"", "&quot;", "&#34;", "&#x22;");
  private static final List<String> APOSTROPHE =
      List.of("'", "&#39;", "&#039;", "&#x27;", "&apos;");

  private MarkupForms() {}

  static Stream<String> of(String text) {
    String signs = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return Stream.of(signs, text.replace("&", "&amp;").replace("<", "&lt;"))
        .flatMap(form -> QUOTE.stream().map(quote -> form.replace("\"", quote)))
        .flatMap(form -> APOSTROPHE.stream().map(quote -> form.replace("'", quote)));
  }
}
