package skep.bot.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Outcome.ChangeView;
import skep.commands.chat.Outcome.FieldView;
import skep.commands.chat.Picture;

class TerminalTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void theExitStatusSaysHowItWent() {
    assertThat(run(_ -> new Outcome.Done("ok"))).isZero();
    assertThat(run(_ -> new Outcome.Failed("broke", "look"))).isEqualTo(1);
    assertThat(run(_ -> new Outcome.Refused("no", "do this"))).isEqualTo(2);
    assertThat(run(_ -> new Outcome.Waiting("diff", "7k2q", "/deploy approve 7k2q", List.of())))
        .isEqualTo(2);
  }

  @Test
  void markdownIsShownPlainWithTheNextStep() {
    run(_ ->
        new Outcome.Refused(
            ":no_entry: *web* is locked, see `/deploy status`\n```\n*kept* `as is`\n```",
            "/deploy unlock web"));
    assertThat(text(out))
        .isEqualTo("web is locked, see /deploy status\n*kept* `as is`\nnext: /deploy unlock web\n");
  }

  @Test
  void progressIsPrintedOnceALineAndNotInPlaceWhereNobodyWatches() {
    run(in -> {
      in.progress().show("*web*\n1/2 app");
      in.progress().show("*web*\n2/2 app");
      return new Outcome.Done("ok");
    });
    assertThat(text(err)).isEqualTo("web\n1/2 app\n2/2 app\n");
    assertThat(text(out)).isEqualTo("ok\n");
  }

  @Test
  void progressIsRedrawnInPlaceOnATerminalAndGoneAtTheEnd() {
    new Terminal(print(out), print(err), true, _ -> false, InstantSource.system())
        .run(
            request(false),
            in -> {
              in.progress().show("one\ntwo");
              in.progress().show("three");
              return new Outcome.Done("ok");
            });
    assertThat(text(err)).isEqualTo("one\ntwo\n\u001b[2A\u001b[Jthree\n\u001b[1A\u001b[J");
  }

  @Test
  void aPersonAtATerminalIsAskedToApproveAndYesRunsTheNextLine() {
    List<String> lines = new ArrayList<>();
    Function<Invocation, Outcome> commands =
        in -> {
          lines.add(in.by().id() + " " + in.text());
          return lines.size() == 1
              ? new Outcome.Waiting("diff", "7k2q", "/deploy approve 7k2q", List.of())
              : new Outcome.Done("deployed");
        };
    int status =
        new Terminal(print(out), print(err), true, _ -> true, InstantSource.system())
            .run(request(false), commands);
    assertThat(status).isZero();
    assertThat(lines)
        .containsExactly("terminal:anna /deploy web", "terminal:anna /deploy approve 7k2q");
  }

  @Test
  void jsonHasTheDocumentedShape() throws Exception {
    Outcome outcome =
        new Outcome.Waiting(
            "the `diff`",
            "7k2q",
            "/deploy approve 7k2q",
            List.of(
                new ChangeView(
                    "service",
                    "web_app",
                    "update",
                    List.of(new FieldView("image", "", "nginx:2")))));
    new Terminal(print(out), print(err), false, _ -> false, InstantSource.system())
        .run(request(true), _ -> outcome);
    assertThat(new ObjectMapper().readTree(text(out)))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"outcome":"refused","text":"the diff","next":"/deploy approve 7k2q",
                     "changes":[{"kind":"service","name":"web_app","action":"update",
                                 "fields":[{"path":"image","from":null,"to":"nginx:2"}]}]}
                    """));
    assertThat(text(err)).isEmpty();
  }

  @Test
  void aRefusalKeepsTheChangesOfWhatWasNotBroken() throws Exception {
    Outcome outcome =
        new Outcome.Refused(
            "*api*: cannot be planned",
            "correct it",
            List.of(new ChangeView("service", "web_app", "create", List.of())));
    new Terminal(print(out), print(err), false, _ -> false, InstantSource.system())
        .run(request(true), _ -> outcome);
    assertThat(new ObjectMapper().readTree(text(out)).at("/changes/0/name").asText())
        .isEqualTo("web_app");
  }

  @Test
  void aPictureIsNotShownHere() {
    Picture chart = new Picture("backups", "sizes", new byte[] {1});
    run(in -> {
      in.progress().attach(chart);
      return new Outcome.Done("all fresh");
    });
    assertThat(text(out)).isEqualTo("all fresh" + System.lineSeparator());
    assertThat(text(err)).isEmpty();
  }

  private int run(Function<Invocation, Outcome> commands) {
    return new Terminal(print(out), print(err), false, _ -> false, InstantSource.system())
        .run(request(false), commands);
  }

  private static DoRequest request(boolean json) {
    return new DoRequest("/deploy web", Optional.empty(), Optional.empty(), "anna", json);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
