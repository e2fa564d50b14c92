package skep.secrets.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenLinesTest {
  private static final String VALUE = "hunter2 and/hunter3";
  private static final String KEY =
      """
      -----BEGIN EC PRIVATE KEY-----
      MHcCAQEEIF+lq5n1wXyYbqZbV0Rk0mTgJxkP1u7oV3Qd8Gf2cHsWoAoGCCqGSM49
      AwEHoUQDQgAE5c4mQ0oVb1JbB+8c1Zk3Jx0f7Lr2yN9tWqPzU5sKdEaHvGiXoMnT
      rYlBuCjIw==
      -----END EC PRIVATE KEY-----
      """;
  private final Redaction redaction =
      Redaction.of(List.of(SecretValue.of(VALUE), SecretValue.of(KEY)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "    ",
        "\t",
        "> ",
        "> > ",
        "| ",
        "  | ",
        " * ",
        "# ",
        "// ",
        "+",
        "-  ",
        "│ ",
        "web.1.abc123@node-1    | ",
        "web.1.abc123@node-1    | 2026-11-23T12:00:00.123456789Z ",
        "2026-11-23T12:00:00 INFO skep.bot.Main ",
        "2026-11-23 12:00:00,123 [main] WARN  o.e.App - ",
        "[2026-11-23T12:00:00Z] ",
        "[pod/web-1/app] ",
        "ERROR: ",
        "Nov 23 12:00:00 node-1 dockerd[812]: ",
        "    17\t",
        "17:",
        "stacks/web/stack.yml:17:",
      })
  void aValueGoesWhereverItIsBrokenAndWhateverTheNextLineBeginsWith(String prefix) {
    for (int at = 1; at < VALUE.length(); at++) {
      String broken = VALUE.substring(0, at) + "\n" + prefix + VALUE.substring(at);
      assertThat(redaction.apply("is " + broken + " here\n")).isEqualTo("is (redacted) here\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n", "\r\n", "\n\n", " \n ", " \\\n  ", "\\n", "\\r\\n", "\\n\\t", "\\\\n", "\\u000a",
        "%0A", "%0d%0a", "&#10;", "⏎", "\n>\n> ", "\u2028"
      })
  void aBreakMayBeEscapedOrMadeVisible(String lineBreak) {
    for (int at = 1; at < VALUE.length(); at++) {
      String broken = VALUE.substring(0, at) + lineBreak + VALUE.substring(at);
      assertThat(redaction.apply("is " + broken + " here\n")).isEqualTo("is (redacted) here\n");
    }
  }

  @Test
  void oneCharacterALineIsFoundToo() {
    String broken = VALUE.chars().mapToObj(Character::toString).collect(Collectors.joining("\n> "));
    assertThat(redaction.apply("> " + broken + "\n> ")).isEqualTo("> (redacted)\n> ");
  }

  @Test
  void aKeyIsFoundIndentedQuotedEscapedAndWrappedAnew() {
    String oneLine = KEY.replace("\n", "");
    assertThat(
            List.of(
                KEY.strip(),
                KEY.strip().indent(6).strip(),
                KEY.strip().replace("\n", "\r\n"),
                KEY.strip().replace("\n", "\n> "),
                KEY.strip().replace("\n", "\nweb.1.abc123@node-1    | "),
                KEY.strip().replace("\n", "\\n"),
                KEY.strip().replace("\n", "\\\\n"),
                KEY.strip().replace("\n", " "),
                oneLine,
                oneLine.replaceAll("(.{50})", "$1\n    "),
                KEY.strip().replaceAll("([^\n]{50})", "$1\n    ")))
        .allSatisfy(form -> assertThat(redaction.apply(form)).isEqualTo("(redacted)"));
  }

  @Test
  void oneLineOfAKeyIsAValueOfItsOwn() {
    assertThat(redaction.apply("see rYlBuCjIw== and " + KEY.lines().toList().get(1)))
        .isEqualTo("see rYlBuCjIw== and (redacted)");
  }

  @Test
  void base64OfAKeyIsFoundInLinesOfAnyWidth() {
    for (int width = 4; width <= 76; width += 4) {
      String form =
          Base64.getMimeEncoder(width, new byte[] {'\n'}).encodeToString(KEY.getBytes(UTF_8));
      assertThat(redaction.apply(form)).isEqualTo("(redacted)");
      assertThat(redaction.apply(form.indent(4))).isEqualTo("    (redacted)\n");
    }
  }

  @Test
  void breaksThatAreInNoValueStay() {
    assertThat(redaction.apply("one\r\n" + VALUE + "\n\n  two\n" + VALUE + "\n"))
        .isEqualTo("one\r\n(redacted)\n\n  two\n(redacted)\n");
  }

  @Test
  void valuesInALineEachAreRedactedEach() {
    assertThat(redaction.apply(VALUE + "\n" + VALUE)).isEqualTo("(redacted)\n(redacted)");
  }

  @Test
  void whatStandsBetweenTwoLinesIsNotOverlooked() {
    assertThat(
            List.of("hunter2 \nof and/hunter3", "hunter2 and\nthe /hunter3", "hunter2and/hunter3"))
        .allSatisfy(text -> assertThat(redaction.apply(text)).isEqualTo(text));
  }

  @Test
  void aValueThatWasCutOffIsKnownByItsBeginning() {
    assertThat(redaction.apply("`it is hunter2 and/h…`")).isEqualTo("`it is (redacted)…`");
    assertThat(redaction.apply("`it is hunter2\n> and…`")).isEqualTo("`it is (redacted)…`");
    assertThat(redaction.apply("a hunter…")).isEqualTo("a hunter…");
  }
}
