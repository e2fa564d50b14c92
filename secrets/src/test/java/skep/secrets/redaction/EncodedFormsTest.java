package skep.secrets.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedFormsTest {
  private static final String VALUE = "p\"ä's/<w>&$+\\ `o€!(r)~*=@d";
  private final Redaction redaction = Redaction.of(List.of(SecretValue.of(VALUE)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        // plain, in a stack file, in chat's inline code
        "p\"ä's/<w>&$+\\ `o€!(r)~*=@d",
        "p\"ä's/<w>&$$+\\ `o€!(r)~*=@d",
        "p\"ä's/<w>&$+\\ 'o€!(r)~*=@d",
        // URLs: Java, a space as such, small digits, JavaScript, Python, user and password
        "p%22%C3%A4%27s%2F%3Cw%3E%26%24%2B%5C+%60o%E2%82%AC%21%28r%29%7E*%3D%40d",
        "p%22%C3%A4%27s%2F%3Cw%3E%26%24%2B%5C%20%60o%E2%82%AC%21%28r%29%7E*%3D%40d",
        "p%22%c3%a4%27s%2f%3cw%3e%26%24%2b%5c%20%60o%e2%82%ac%21%28r%29~%2a%3d%40d",
        "p%22%C3%A4's%2F%3Cw%3E%26%24%2B%5C%20%60o%E2%82%AC!(r)~*%3D%40d",
        "p%22%C3%A4%27s/%3Cw%3E%26%24%2B%5C%20%60o%E2%82%AC%21%28r%29~%2A%3D%40d",
        "p%22%C3%A4's%2F%3Cw%3E&$+%5C%20%60o%E2%82%AC!(r)~*=%40d",
        "p%2522%25C3%25A4%2527s%252F%253Cw%253E%2526%2524%252B%255C%2520%2560o"
            + "%25E2%2582%25AC%2521%2528r%2529~%252A%253D%2540d",
        // JSON: as little as must be, PHP, Go, Python, Gson, .NET, in JSON
        "p\\\"ä's/<w>&$+\\\\ `o€!(r)~*=@d",
        "p\\\"ä's\\/<w>&$+\\\\ `o€!(r)~*=@d",
        "p\\\"\\u00e4's\\/<w>&$+\\\\ `o\\u20ac!(r)~*=@d",
        "p\\\"ä's/\\u003cw\\u003e\\u0026$+\\\\ `o€!(r)~*=@d",
        "p\\\"\\u00e4's/<w>&$+\\\\ `o\\u20ac!(r)~*=@d",
        "p\\\"\\u00E4's/<w>&$+\\\\ `o\\u20AC!(r)~*=@d",
        "p\\\"ä\\u0027s/\\u003cw\\u003e\\u0026$+\\\\ `o€!(r)~*\\u003d@d",
        "p\\u0022\\u00E4\\u0027s/\\u003Cw\\u003E\\u0026$\\u002B\\\\ \\u0060o\\u20AC!(r)~*=@d",
        "p\\\\\\\"ä's/<w>&$+\\\\\\\\ `o€!(r)~*=@d",
        // YAML
        "p\"ä''s/<w>&$+\\ `o€!(r)~*=@d",
        "p\\\"\\xE4's/<w>&$+\\\\ `o\\u20AC!(r)~*=@d",
        // shell: quoted once and twice, by bash's printf, in its C locale; Python's shlex
        "p\"ä'\\''s/<w>&$+\\ `o€!(r)~*=@d",
        "p\"ä'\"'\"'s/<w>&$+\\ `o€!(r)~*=@d",
        "p\\\"ä's/<w>&\\$+\\\\ \\`o€!(r)~*=@d",
        "p\\\"ä\\'s/\\<w\\>\\&\\$+\\\\\\ \\`o€\\!\\(r\\)~\\*=@d",
        "p\"ä\\'s/<w>&$+\\\\ `o€!(r)~*=@d",
        "p\"\\303\\244\\'s/<w>&$+\\\\ `o\\342\\202\\254!(r)~*=@d",
        "p\"\\xc3\\xa4\\'s/<w>&$+\\\\ `o\\xe2\\x82\\xac!(r)~*=@d",
        // SQL and CSV, HTML
        "p\"\"ä's/<w>&$+\\ `o€!(r)~*=@d",
        "p&quot;ä&#39;s/&lt;w&gt;&amp;$+\\ `o€!(r)~*=@d",
        "p&#34;ä&#x27;s/&lt;w&gt;&amp;$+\\ `o€!(r)~*=@d",
        "p\"ä's/&lt;w&gt;&amp;$+\\ `o€!(r)~*=@d",
        // hexadecimal
        "7022c3a427732f3c773e26242b5c20606fe282ac21287229" + "7e2a3d4064",
        "7022C3A427732F3C773E26242B5C20606FE282AC21287229" + "7E2A3D4064",
      })
  void anEncodedValueGoesAsAWhole(String form) {
    assertThat(redaction.apply("is " + form + ", really")).isEqualTo("is (redacted), really");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u", "us", "user:", "user: "})
  void base64GoesUpToItsPaddingWhateverStandsBefore(String before) {
    byte[] whole = (before + VALUE).getBytes(UTF_8);
    for (Base64.Encoder encoder :
        List.of(Base64.getEncoder(), Base64.getUrlEncoder(), Base64.getMimeEncoder())) {
      for (String form :
          List.of(encoder.encodeToString(whole), encoder.withoutPadding().encodeToString(whole))) {
        String left = redaction.apply("[" + form + "]").replace("(redacted)", "");
        assertThat(left).as(form).startsWith("[").endsWith("]");
        assertThat(left.length()).as(form).isLessThan(12);
        assertThat(redaction.apply("[" + form.replace("/", "\\/") + "]")).contains("(redacted)]");
      }
    }
  }

  @Test
  void controlCharactersAreEscapedInManyWays() {
    Redaction control =
        Redaction.of(List.of(SecretValue.of("one\u0007two\u001b\tthree\u000bfour\fäé")));
    assertThat(
            List.of(
                "one\\atwo\\E\\tthree\\vfour\\fäé",
                "one\\atwo\\E\\tthree\\vfour\\f\\303\\244\\303\\251",
                "one\\x07two\\x1b\\tthree\\x0bfour\\x0cäé",
                "one\\x07two\\x1b\\tthree\\x0bfour\\x0c\\xe4\\xe9",
                "one\\u0007two\\u001b\\tthree\\u000bfour\\fäé",
                "one\\u0007two\\u001b\\tthree\\u000bfour\\u000cäé",
                "one\\u0007two\\u001B\\tthree\\u000Bfour\\f\\u00E4\\u00E9",
                "one\\atwo\\e\\tthree\\vfour\\f\\xE4\\xE9",
                "one\\u0007two\\u001B\\u0009three\\u000Bfour\\u000Cäé",
                "one%07two%1B%09three%0Bfour%0C%C3%A4%C3%A9"))
        .allSatisfy(form -> assertThat(control.apply(form)).isEqualTo("(redacted)"));
  }

  @Test
  void whatChatShowsInThePlaceOfInvisibleCharactersIsKnown() {
    Redaction invisible =
        Redaction.of(List.of(SecretValue.of("one`two\u200bthree\tfour\nfive\u0085six")));
    assertThat(invisible.apply("`one'two\\u200Bthree\\u0009four⏎five\\u0085six`"))
        .isEqualTo("`(redacted)`");
  }

  @Test
  void aKeyFileThatIsNoTextIsFoundInBase64AndHexadecimal() {
    byte[] key = new byte[60];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (i * 37 + 128);
    }
    Redaction binary = Redaction.of(List.of(SecretValue.of(key)));
    assertThat(binary.apply(Base64.getEncoder().encodeToString(key))).isEqualTo("(redacted)");
    assertThat(binary.apply(Base64.getMimeEncoder(16, new byte[] {'\n'}).encodeToString(key)))
        .isEqualTo("(redacted)");
    assertThat(binary.apply(HexFormat.of().formatHex(key))).isEqualTo("(redacted)");
  }

  @Test
  void aFilesLastLineBreakIsEncodedWithIt() {
    Redaction file = Redaction.of(List.of(SecretValue.of("hunter2hunter2\n")));
    for (String before : List.of("", "a", "ab")) {
      byte[] whole = (before + "hunter2hunter2\n").getBytes(UTF_8);
      assertThat(file.apply(Base64.getEncoder().encodeToString(whole))).endsWith("(redacted)");
    }
    assertThat(file.apply("hunter2hunter2%0A")).isEqualTo("(redacted)%0A");
  }

  @Test
  void ofAVeryLongValueTheBeginningIsKnown() {
    String value = "0123456789abcdef".repeat(8 * 1024);
    Redaction file = Redaction.of(List.of(SecretValue.of(value)));
    assertThat(file.apply(value.substring(0, 64 * 1024))).isEqualTo("(redacted)");
  }
}
