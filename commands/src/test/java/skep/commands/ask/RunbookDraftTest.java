package skep.commands.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skep.commands.ask.Conversation.Line;

class RunbookDraftTest {
  private static final Instant AT = Instant.parse("2026-11-29T10:00:00Z");

  @Test
  void aThreadBecomesAPageWithWhatWasSaidAndWhereItWasSaid() {
    RunbookDraft draft =
        draft(
            line("anna", false, "@skep mongo2 does not come back after the reboot"),
            line("skep", true, ":book: The runbooks do not say."),
            line("ben", false, "The key file had the wrong owner: `chown 999 /opt/mongo/key`"),
            line("anna", false, "That was it.\n# thanks"));

    assertThat(draft.title()).isEqualTo("mongo2 does not come back after the reboot");
    assertThat(draft.file()).isEqualTo("mongo2-does-not-come-back-after-the-reboot.md");
    assertThat(draft.text())
        .startsWith("# mongo2 does not come back after the reboot\n")
        .contains("in #ops of 2026-11-29, which @anna marked as solved")
        .contains("[@ben](https://chat.example.org/2):\n\n```text\nThe key file")
        .contains("```sh\nchown 999 /opt/mongo/key\n```")
        .contains("```text\nThat was it.\n# thanks\n```")
        .doesNotContain("The runbooks do not say");
  }

  @Test
  void theSameThreadIsTheSameBranch() {
    Line line = line("anna", false, "the disk is full");

    assertThat(draft(line).branch())
        .isEqualTo(draft(line, line("ben", false, "more")).branch())
        .matches("runbook/[0-9a-f]{8}");
  }

  @Test
  void aTitleIsCutAndAQuestionWithoutLettersHasOneToo() {
    assertThat(draft(line("anna", false, "x".repeat(300))).title()).hasSize(92).endsWith(" …");
    assertThat(draft(line("anna", false, "🔥")).file()).isEqualTo("draft.md");
    assertThat(draft(line("anna", false, "# `")).title()).isEqualTo("Untitled");
  }

  @Test
  void blocksOfCodeAreTakenLineByLineAndOnce() {
    String text =
        draft(
                line("anna", false, "web is down"),
                line("ben", false, "```\ndocker node ls\ndocker service ps web_app\n```"),
                line("ben", false, "again `docker node ls`"))
            .text();

    assertThat(text.substring(text.indexOf("## Commands")))
        .containsOnlyOnce("docker node ls")
        .contains("docker service ps web_app");
  }

  private static RunbookDraft draft(Line... lines) {
    List<Line> linked = new ArrayList<>();
    for (Line line : lines) {
      linked.add(
          new Line(
              line.by(),
              line.own(),
              line.at(),
              line.text(),
              Optional.of("https://chat.example.org/" + linked.size())));
    }
    return RunbookDraft.of(new Conversation("root1", linked), Optional.empty(), "anna", "ops");
  }

  private static Line line(String by, boolean own, String text) {
    return new Line(by, own, AT, text, Optional.empty());
  }
}
