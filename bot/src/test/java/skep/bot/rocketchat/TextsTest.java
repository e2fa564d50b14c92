package skep.bot.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextsTest {
  @Test
  void aLongTextIsCutAtLineBorders() {
    String text = "0123456789\n".repeat(20).strip();

    List<String> parts = LongText.split(text, 100);

    assertThat(String.join("\n", parts)).isEqualTo(text);
    assertThat(parts).hasSizeGreaterThan(1).allMatch(part -> part.length() <= 100);
  }

  @Test
  void anOpenFenceIsClosedAndGoesOnWithItsLanguage() {
    List<String> parts =
        LongText.split("before\n```diff\n" + "+ line\n".repeat(40) + "```\nafter", 100);

    assertThat(parts).hasSizeGreaterThan(2).allMatch(part -> part.length() <= 100);
    assertThat(parts.getFirst()).startsWith("before\n```diff\n").endsWith("\n```");
    assertThat(parts.get(1)).startsWith("```diff\n+ line").endsWith("\n```");
    assertThat(parts.getLast()).endsWith("```\nafter");
  }

  @Test
  void oneEndlessLineIsCutWithoutTearingACharacter() {
    List<String> parts = LongText.split("🐝".repeat(200), 99);

    assertThat(parts).allMatch(part -> part.length() <= 99);
    assertThat(String.join("", parts)).isEqualTo("🐝".repeat(200));
  }

  @Test
  void aDerivedIdIsAlwaysTheSameAndLooksLikeTheServersOwn() {
    assertThat(MessageIds.derived("m1", "reply")).isEqualTo(MessageIds.derived("m1", "reply"));
    assertThat(MessageIds.derived("m1", "reply")).isNotEqualTo(MessageIds.derived("m2", "reply"));
    assertThat(MessageIds.random()).matches("[0-9A-Za-z]{17}");
  }
}
