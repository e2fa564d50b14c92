package skep.commands.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import skep.commands.chat.Person;
import skep.deploy.plan.Plan.Field;

class DifferenceTest {
  @Test
  void aChangeBehindALongBeginningIsSeen() {
    String same = "A".repeat(500);
    assertThat(line(same + "=off" + same, same + "=on" + same))
        .isEqualTo(
            "args: …%sff%s… → …%sn%s…"
                .formatted(context("=o"), context(""), context("=o"), context("")));
  }

  @Test
  void everyCharacterThatDiffersIsShown() {
    String from = "x".repeat(400);
    String to = "y".repeat(900);
    assertThat(line(from, to)).contains(from, to);
    assertThat(Difference.of(new Field("command", Optional.empty(), Optional.of(to))))
        .isEqualTo("command: (none) → " + to);
  }

  @Test
  void aSecretThatWouldBeCutIsTakenOutBefore() {
    String secret = "hunter2-".repeat(10);
    String same = "x".repeat(300);
    Field field =
        new Field("args", Optional.of(same + secret + "1"), Optional.of(same + secret + "2"));
    assertThat(Difference.of(field)).contains("hunter2-");
    assertThat(Difference.of(field, text -> text.replace(secret, "(redacted)")))
        .doesNotContain("hunter")
        .contains("(redacted)1", "(redacted)2");
  }

  @Test
  void oneValueThatContinuesTheOtherAndOneThatRepeatsItself() {
    String same = "ab".repeat(100);
    assertThat(line(same, same + "ab")).endsWith("ab").contains(" → …");
    assertThat(line(same, same + "c")).endsWith("bc");
  }

  @Test
  void aPairOfSurrogatesIsNotTornApart() {
    String faces = "🐝".repeat(200);
    assertThat(line(faces + "1" + faces, faces + "2" + faces)).doesNotContain("\\uD");
  }

  @Test
  void twoDigestsThatBeginAlikeAreShownWhole() {
    String digest = "web@sha256:" + "0".repeat(12);
    assertThat(line(digest + "1".repeat(52), digest + "2".repeat(52)))
        .contains("1".repeat(52), "2".repeat(52));
    assertThat(line("web@sha256:" + "1".repeat(64), "web@sha256:" + "2".repeat(64)))
        .isEqualTo("args: web@111111111111 → web@222222222222");
  }

  @Test
  void whatCannotBeSeenIsAChangeToo() {
    assertThat(line("admin", "admin\u200b")).isEqualTo("args: admin → admin\\u200B");
    assertThat(line("a b", "a\nb")).isEqualTo("args: a b → a⏎b");
  }

  @Test
  void aPlanTooLongForChatSaysHowManyLinesAreMissingAndHowToSeeThem() {
    StringBuilder plan = new StringBuilder("*web*: 1 to update\n```\n");
    for (int i = 0; i < 200_000; i++) {
      plan.append("line ").append(i).append('\n');
    }
    String text = plan.append("```").toString();
    String shown = Legible.of(text, new Person("u-anna", "anna"), "/diff web");
    assertThat(shown.length()).isLessThan(Legible.LONGEST + 300);
    long lines = shown.lines().filter(line -> line.startsWith("line ")).count();
    assertThat(shown)
        .contains("\n```\n:warning: ")
        .contains((200_001 - lines) + " more lines of this plan are not shown here")
        .endsWith("`skep do \"/diff web\"`");
    assertThat(Legible.of(text, new Person("terminal:root", "root"), "/diff web")).isEqualTo(text);
  }

  /** Thirty characters around what differs. */
  private static String context(String end) {
    return "A".repeat(30 - end.length()) + end;
  }

  private static String line(String from, String to) {
    return Difference.of(new Field("args", Optional.of(from), Optional.of(to)));
  }
}
