package skep.runbooks.answer.groq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skep.runbooks.answer.LanguageModel;
import skep.runbooks.answer.LanguageModel.Call;
import skep.runbooks.answer.LanguageModel.Message;
import skep.runbooks.answer.LanguageModel.TroubleException;
import skep.runbooks.answer.LanguageModel.Turn;
import skep.runbooks.answer.LanguageModelContract;
import skep.runbooks.answer.Usage;
import skep.runbooks.endpoint.GroqReply;
import skep.runbooks.endpoint.GroqReply.Ending;
import skep.runbooks.endpoint.GroqServer;

/** The model's side: what is asked, and what is made of what comes. */
class GroqModelTest extends LanguageModelContract {
  private GroqBench bench;
  private GroqServer groq;
  private GroqModel model;

  @BeforeAll
  static void begin() throws IOException {
    GroqBench.begin();
  }

  @BeforeEach
  void start() throws IOException {
    bench = new GroqBench();
    groq = bench.groq;
    model = bench.model();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Override
  protected LanguageModel thatSays(String text) {
    groq.replies(GroqReply.says(text));
    return model;
  }

  @Override
  protected LanguageModel thatStopsAfter(String text) {
    groq.replies(GroqReply.breaks(text, Ending.CUT));
    return model;
  }

  @Override
  protected LanguageModel thatLooks(String tool, String arguments) {
    groq.replies(GroqReply.looks(tool, arguments));
    return model;
  }

  private Turn ask() {
    return model.next(question(), List.of(TASKS), _ -> {});
  }

  private JsonNode asked() {
    return groq.heard().getLast();
  }

  @Test
  void itIsAskedWithoutChanceAndForNoMoreThanItMayWrite() {
    ask();
    assertThat(asked().path("temperature").asDouble(1)).isZero();
    assertThat(asked().path("max_completion_tokens").asInt()).isEqualTo(500);
    assertThat(asked().path("model").asText()).isEqualTo(GroqServer.MODEL);
    assertThat(asked().path("stream_options").path("include_usage").asBoolean()).isTrue();
    assertThat(asked().path("reasoning_effort").asText()).isEqualTo("low");
  }

  @Test
  void aToolIsAFunctionWithTexts() {
    ask();
    JsonNode tool = asked().path("tools").path(0);
    assertThat(asked().path("tools")).hasSize(1);
    assertThat(tool.path("type").asText()).isEqualTo("function");
    assertThat(tool.at("/function/name").asText()).isEqualTo("tasks");
    assertThat(tool.at("/function/description").asText()).isEqualTo("tasks of a stack");
    assertThat(tool.at("/function/parameters/type").asText()).isEqualTo("object");
    assertThat(tool.at("/function/parameters/properties/stack/type").asText()).isEqualTo("string");
    assertThat(tool.at("/function/parameters/properties/stack/description").asText())
        .isEqualTo("its name");
    model.next(question(), List.of(), _ -> {});
    assertThat(asked().has("tools")).isFalse();
  }

  @Test
  void whatWasSaidBeforeIsPutInItsRoles() {
    List<Message> talk = new ArrayList<>(question());
    talk.add(new Message.Looks(List.of(new Call("a", "tasks", "{\"stack\":"))));
    talk.add(new Message.Seen("a", "nothing"));
    talk.add(new Message.Said("So it is."));
    model.next(talk, List.of(TASKS), _ -> {});
    assertThat(asked().path("messages"))
        .extracting(message -> message.path("role").asText())
        .containsExactly("system", "user", "assistant", "tool", "assistant");
    assertThat(asked().at("/messages/2/tool_calls/0/function/arguments").asText()).isEqualTo("{}");
  }

  @Test
  void usageIsReadAndWrittenTokensApart() {
    assertThat(ask().usage()).isEqualTo(new Usage(1_200, 34));
  }

  @Test
  void usageThatOnlyGroqsOwnFieldTellsIsTaken() {
    groq.replies(
        GroqReply.streams(
            Ending.DONE,
            GroqReply.begin(),
            GroqReply.word("Wait."),
            GroqReply.end("stop").getFirst()));
    assertThat(ask().usage()).isEqualTo(new Usage(1_200, 34));
  }

  @Test
  void usageThatNobodyTellsIsGuessed() {
    groq.replies(GroqReply.breaks("Look which member is slow", Ending.CLOSED));
    Usage usage = ask().usage();
    assertThat(usage.out()).isEqualTo(7);
    assertThat(usage.in()).isBetween(5L, 50L);
  }

  @Test
  void severalWishesComeTogetherFromTheirPieces() {
    groq.replies(
        GroqReply.streams(
            Ending.DONE,
            GroqReply.begin(),
            GroqReply.wish(0, "a", "tasks", "{\"stack\":"),
            GroqReply.wish(1, "b", "tasks", ""),
            GroqReply.wish(0, "", "", "\"web\"}"),
            GroqReply.wish(1, "", "", "{\"stack\":\"mongo\"}"),
            GroqReply.end("tool_calls").getFirst()));
    assertThat(ask())
        .isEqualTo(
            new Turn.Calls(
                List.of(
                    new Call("a", "tasks", "{\"stack\":\"web\"}"),
                    new Call("b", "tasks", "{\"stack\":\"mongo\"}")),
                new Usage(1_200, 34)));
  }

  @Test
  void wishesThatBrokeOffAreNone() {
    groq.replies(
        GroqReply.streams(
            Ending.CUT, GroqReply.begin(), GroqReply.wish(0, "a", "tasks", "{\"stack\":")));
    assertThatThrownBy(this::ask).isInstanceOf(TroubleException.class);
  }

  @Test
  void whatItMayNotGoOnWithIsNotFinished() {
    groq.replies(GroqReply.ends("Look which member", "length"));
    assertThat(ask())
        .isInstanceOfSatisfying(Turn.Text.class, text -> assertThat(text.finished()).isFalse());
  }

  @Test
  void whatItThinksIsNoText() {
    groq.replies(GroqReply.says(""));
    assertThatThrownBy(this::ask)
        .isInstanceOf(TroubleException.class)
        .hasMessage("the model said nothing");
  }

  @Test
  void aTextThatStopsForWhateverReasonIsKeptAsNotFinished() {
    for (GroqReply stop :
        List.of(
            GroqReply.breaks("Look which ", Ending.CLOSED),
            GroqReply.streams(
                Ending.DONE, GroqReply.begin(), GroqReply.word("Look which "), "{\"id\": no JSON"),
            GroqReply.streams(
                Ending.DONE,
                GroqReply.begin(),
                GroqReply.word("Look which "),
                "{\"error\":{\"message\":\"over capacity\",\"type\":\"internal_server_error\"}}"),
            GroqReply.streams(
                Ending.DONE,
                GroqReply.begin(),
                GroqReply.word("Look which "),
                "{\"choices\":[],\"x_groq\":{\"id\":\"req_1\",\"error\":\"over capacity\"}}"))) {
      groq.replies(stop);
      assertThat(ask())
          .as(stop.toString())
          .isInstanceOfSatisfying(
              Turn.Text.class,
              text -> {
                assertThat(text.text()).isEqualTo("Look which ");
                assertThat(text.finished()).isFalse();
              });
    }
  }

  @Test
  void aTextIsKeptThatSilenceFollows() {
    groq.replies(GroqReply.breaks("Look which ", Ending.SILENT));
    assertThat(bench.ask(bench.model(groq.url(), GroqBench.HASTY)))
        .isInstanceOfSatisfying(
            Turn.Text.class, text -> assertThat(text.text()).isEqualTo("Look which "));
  }

  @Test
  void anEndThatIsToldIsOneEvenIfNobodyHangsUp() {
    List<String> events = new ArrayList<>(List.of(GroqReply.begin(), GroqReply.word("Wait.")));
    events.addAll(GroqReply.end("stop"));
    groq.replies(new GroqReply.Streams(events, Ending.SILENT, Duration.ZERO));
    assertThat(ask()).isEqualTo(new Turn.Text("Wait.", true, new Usage(1_200, 34)));
  }

  @Test
  void aSlowTextComesInItsTime() {
    List<String> events = new ArrayList<>(List.of(GroqReply.begin()));
    List.of("Look ", "which ", "member ", "is ", "slow.")
        .forEach(word -> events.add(GroqReply.word(word)));
    events.addAll(GroqReply.end("stop"));
    groq.replies(new GroqReply.Streams(events, Ending.DONE, Duration.ofMillis(150)));
    List<String> shown = new ArrayList<>();
    model.next(question(), List.of(), shown::add);
    assertThat(shown)
        .containsExactly(
            "Look ",
            "Look which ",
            "Look which member ",
            "Look which member is ",
            "Look which member is slow.");
  }

  @Test
  void oneThatWritesOnAndOnIsStopped() {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      events.add(GroqReply.word("on and on ".repeat(100)));
    }
    groq.replies(new GroqReply.Streams(events, Ending.SILENT, Duration.ZERO));
    assertThat(ask())
        .isInstanceOfSatisfying(
            Turn.Text.class,
            text -> {
              assertThat(text.finished()).isFalse();
              assertThat(text.text().length()).isBetween(200_000, 210_000);
            });
  }

  @Test
  void whoListensSlowlyMissesNothingAtTheEnd() {
    groq.replies(GroqReply.says("Look which member is slow, and wait until another is elected."));
    List<String> shown = new ArrayList<>();
    model.next(
        question(),
        List.of(),
        text -> {
          shown.add(text);
          nap();
        });
    assertThat(shown.getLast()).endsWith("is elected.");
    assertThat(shown).hasSizeLessThan(8);
  }

  private static void nap() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
