package skep.bot.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShowableTest {
  @Test
  void nothingSteersATerminalOrTurnsTheReadingDirection() {
    assertThat(Showable.atTerminal("a\u001b[2Jb\u001b]0;title\u0007c\r\u009b31md\u202Ee\tf\ng"))
        .isEqualTo("ab]0;titlec31mde\tf\ng");
  }

  @Test
  void nobodyIsCalledByWhatWasOnlyShown() {
    assertThat(Showable.inChat("@all (@Here) @channel! `@all` web@all @allan @anna"))
        .isEqualTo("@\u200Ball (@\u200BHere) @\u200Bchannel! `@\u200Ball` web@all @allan @anna");
  }

  @Test
  void aFenceLeftOpenIsClosedAndAClosedOneStays() {
    assertThat(Showable.inChat("log:\n```\nlast line\n")).isEqualTo("log:\n```\nlast line\n```");
    assertThat(Showable.inChat("log:\n```\nlast line\n```")).isEqualTo("log:\n```\nlast line\n```");
  }

  @Test
  void whatSkepWritesStaysAsItIs() {
    String text =
        ":white_check_mark: *web* release 7, approved by @anna: `/deploy status`\n• 1 → 2";
    assertThat(Showable.inChat(text)).isEqualTo(text);
    assertThat(Showable.atTerminal(text)).isEqualTo(text);
  }
}
