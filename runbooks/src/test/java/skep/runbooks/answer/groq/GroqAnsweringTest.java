package skep.runbooks.answer.groq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import skep.runbooks.answer.Answer;
import skep.runbooks.answer.Answering;
import skep.runbooks.answer.LanguageModel;
import skep.runbooks.answer.LanguageModel.Message;
import skep.runbooks.answer.LanguageModel.Turn;
import skep.runbooks.answer.Question;
import skep.runbooks.answer.Retrieval;
import skep.runbooks.answer.StateTool;
import skep.runbooks.answer.TasksTool;
import skep.runbooks.endpoint.GroqReply;
import skep.runbooks.endpoint.GroqServer;
import skep.runbooks.endpoint.Patience;
import skep.runbooks.index.Search;
import skep.runbooks.passages.Passage;

/** From a question to an answer that stands in the runbooks, with a look on the way. */
class GroqAnsweringTest {
  private static final Passage STEPPING_DOWN =
      new Passage(
          "runbooks/mongo.md",
          List.of("MongoDB", "The primary steps down"),
          "the-primary-steps-down",
          """
          See with the tasks of the stack on which node a member restarts.
          Take that node out with `docker node update --availability drain node2` and wait until
          another member is elected.
          """);

  private final List<Map<String, String>> looks = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();

  private Answer ask(LanguageModel model, String question) {
    StateTool tasks =
        new TasksTool(arguments -> {
          looks.add(arguments);
          return "mongo1 is running on node1, mongo2 restarts on node2";
        });
    return new Answering(
            _ -> new Retrieval.Found(List.of(STEPPING_DOWN), Search.Verdict.CLEAR),
            Optional.of(model),
            List.of(tasks),
            new Answering.Guards(
                text -> text,
                _ -> false,
                InstantSource.fixed(Instant.parse("2026-11-29T12:00:00Z"))))
        .answer(new Question(question, List.of()), shown::add);
  }

  @Test
  void theModelLooksAndThenAnswersFromWhatItSawAndRead() throws IOException {
    try (GroqBench bench = new GroqBench()) {
      GroqServer groq = bench.groq;
      groq.replies(
          GroqReply.looks("tasks", "{\"stack\": \"mongo\"}"),
          GroqReply.says(
              "mongo2 restarts on node2 [2]. Take that node out with "
                  + "`docker node update --availability drain node2` [1]. "
                  + "I have restarted it for you [1]."));
      assertThat(ask(bench.model(), "the mongo primary keeps stepping down, what now?"))
          .isInstanceOfSatisfying(
              Answer.Grounded.class,
              answer -> {
                assertThat(answer.text())
                    .isEqualTo(
                        "mongo2 restarts on node2. [1]\nTake that node out with "
                            + "`docker node update --availability drain node2`. [2]");
                assertThat(answer.references()).hasSize(2);
                assertThat(answer.notes()).hasSize(1);
              });
      assertThat(looks).containsExactly(Map.of("stack", "mongo"));
      assertThat(groq.heard().getLast().path("messages").toString())
          .contains("\"tool_call_id\":\"call_7f3a\"", "mongo2 restarts on node2", "</source>");
      assertThat(String.join("\n", shown)).doesNotContain("I have");
    }
  }

  @Test
  void aModelThatDoesNotAnswerLeavesThePassagesAndSaysWhy() throws IOException {
    try (GroqBench bench = new GroqBench()) {
      GroqServer groq = bench.groq;
      groq.key("gsk_another");
      assertThat(ask(bench.model(), "the mongo primary keeps stepping down, what now?"))
          .isEqualTo(
              new Answer.PassagesOnly(
                  "127.0.0.1 does not accept the key in GROQ_API_KEY: it is expired, withdrawn or wrong",
                  List.of(STEPPING_DOWN)));
    }
  }

  /**
   * The same with Groq itself, for whoever has a key: what it says is its own, what it is from is
   * not.
   */
  @Test
  @EnabledIfEnvironmentVariable(named = "GROQ_API_KEY", matches = ".+")
  void groqItselfLooksAndAnswersFromTheRunbook() {
    try (GroqModel model = groq()) {
      Answer answer =
          ask(
              model,
              "Look at the tasks of stack mongo: on which node does a member restart, and what now?");
      assertThat(looks).contains(Map.of("stack", "mongo"));
      assertThat(answer)
          .isInstanceOfSatisfying(
              Answer.Grounded.class, grounded -> assertThat(grounded.references()).isNotEmpty());
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "GROQ_API_KEY", matches = ".+")
  void groqItselfTellsWhatItTookAndIsHeardWhileItSpeaks() {
    try (GroqModel model = groq()) {
      Turn turn =
          model.next(
              List.of(
                  new Message.Rules("Be brief."),
                  new Message.Asked("Count from 1 to 30 in words.")),
              List.of(),
              shown::add);
      assertThat(turn)
          .isInstanceOfSatisfying(
              Turn.Text.class,
              text -> {
                assertThat(text.finished()).isTrue();
                assertThat(text.usage().in()).isPositive();
                assertThat(text.usage().out()).isPositive();
                assertThat(shown.getLast()).isEqualTo(text.text());
              });
      assertThat(shown).hasSizeGreaterThan(1);
    }
  }

  private static GroqModel groq() {
    Map<String, String> set = System.getenv();
    return new GroqModel(
        new GroqModel.Settings(
            URI.create(set.getOrDefault("GROQ_URL", GroqModel.Settings.GROQ.toString())),
            set.getOrDefault("GROQ_MODEL", GroqModel.Settings.MODEL),
            4_096,
            Patience.USUAL),
        () -> set.get("GROQ_API_KEY"),
        InstantSource.system());
  }
}
