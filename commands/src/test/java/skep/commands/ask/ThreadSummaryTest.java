package skep.commands.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import skep.commands.ask.Conversation.Line;
import skep.runbooks.answer.LanguageModel;
import skep.runbooks.answer.LanguageModel.Message;
import skep.runbooks.answer.LanguageModel.TroubleException;
import skep.runbooks.answer.LanguageModel.Turn;
import skep.runbooks.answer.Usage;

class ThreadSummaryTest {
  private static final Instant AT = Instant.parse("2026-11-29T10:00:00Z");
  private static final Line ASKED = line("anna", "mongo2 does not come back after the reboot");
  private static final Line FOUND = line("ben", "the key file on mongo2 has the wrong owner");
  private static final Line FIXED =
      line("ben", "give the key file its owner back with `chown 999 /opt/mongo/key`");

  private final List<List<Message>> heard = new ArrayList<>();

  @Test
  void whatWasWrongComesFirstAndThenTheStepsThatSolvedIt() {
    ThreadSummary summary =
        of("""
        After the reboot mongo2 does not come back [1]. The key file has the wrong owner [2].

        1. Give the key file its owner back with `chown 999 /opt/mongo/key` [3].
        """)
            .orElseThrow();

    assertThat(summary.prose())
        .contains("mongo2 does not come back. [1]", "the wrong owner. [2]")
        .doesNotContain("chown");
    assertThat(summary.steps())
        .startsWith("1. Give the key")
        .endsWith("`chown 999 /opt/mongo/key`. [3]");
    assertThat(summary.sources()).containsExactly(ASKED, FOUND, FIXED);
  }

  @Test
  void theModelGetsWhatPeopleSaidAndWhoSaidIt() {
    of("nothing");

    assertThat(heard.getFirst())
        .filteredOn(Message.Asked.class::isInstance)
        .singleElement()
        .asString()
        .contains("@anna", ASKED.text(), "@ben", FIXED.text())
        .contains("numbered list of steps");
  }

  @Test
  void whatNobodyTypedIsNoStep() {
    assertThat(of("1. Give the key file its owner back with `rm -rf /opt/mongo` [3]")).isEmpty();
    assertThat(of("1. `/rollback mongodb` [3]")).isEmpty();
    assertThat(of("The key file has the wrong owner [2]\n1. I restarted mongo2 [1]").orElseThrow())
        .satisfies(summary -> {
          assertThat(summary.prose()).isEqualTo("The key file has the wrong owner [1]");
          assertThat(summary.steps()).isEmpty();
          assertThat(summary.sources()).containsExactly(FOUND);
        });
  }

  @Test
  void aCommandOfSkepThatSomebodyTypedIsAStep() {
    Line typed = line("ben", "/rollback mongodb");

    assertThat(
            ThreadSummary.of(
                List.of(ASKED, typed),
                says("1. `/rollback mongodb` [2]"),
                text -> text,
                InstantSource.system()))
        .map(ThreadSummary::steps)
        .contains("1. `/rollback mongodb` [1]");
  }

  @Test
  void aListWithinCodeIsNoStep() {
    Line pasted = line("ben", "the key file\n```\n- owner: 999\n```");

    ThreadSummary summary =
        ThreadSummary.of(
                List.of(ASKED, pasted),
                says("The key file [2]\n```\n- owner: 999\n```\n1. mongo2 does not come back [1]"),
                text -> text,
                InstantSource.system())
            .orElseThrow();

    assertThat(summary.prose()).contains("- owner: 999\n```");
    assertThat(summary.steps()).startsWith("1. mongo2");
  }

  @Test
  void ofPastedLogsTheModelReadsSoMuchAndNoMore() {
    Line log = line("ben", "x".repeat(100_000));

    ThreadSummary.of(
        Stream.generate(() -> log).limit(30).toList(),
        says("nothing"),
        text -> text,
        InstantSource.system());

    assertThat(heard.getFirst().toString().length()).isLessThan(30_000);
  }

  @Test
  void aModelThatDoesNotAnswerIsNoSummary() {
    LanguageModel down =
        (_, _, _) -> {
          throw new TroubleException("it is limited until 12:01");
        };

    assertThat(ThreadSummary.of(List.of(ASKED, FIXED), down, text -> text, InstantSource.system()))
        .isEmpty();
    assertThat(of("NOT IN THE RUNBOOKS")).isEmpty();
  }

  @Test
  void ofALongThreadTheEndIsSummedUp() {
    List<Line> talk =
        Stream.concat(
                Stream.iterate(0, i -> i + 1).limit(200).map(i -> line("eve", "chatter " + i)),
                Stream.of(FIXED))
            .toList();

    ThreadSummary.of(talk, says("nothing"), text -> text, InstantSource.system());

    assertThat(heard.getFirst().toString())
        .contains("chatter 199", FIXED.text())
        .doesNotContain("chatter 100");
  }

  private Optional<ThreadSummary> of(String written) {
    return ThreadSummary.of(
        List.of(ASKED, FOUND, FIXED), says(written), text -> text, InstantSource.system());
  }

  private LanguageModel says(String text) {
    return (conversation, _, _) -> {
      heard.add(List.copyOf(conversation));
      return new Turn.Text(text, true, Usage.NONE);
    };
  }

  private static Line line(String by, String text) {
    return new Line(by, false, AT, text, Optional.empty());
  }
}
