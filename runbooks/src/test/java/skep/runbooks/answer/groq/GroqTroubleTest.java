package skep.runbooks.answer.groq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skep.runbooks.answer.LanguageModel.Turn;
import skep.runbooks.endpoint.GroqReply;
import skep.runbooks.endpoint.GroqReply.Ending;
import skep.runbooks.endpoint.GroqServer;
import skep.runbooks.endpoint.Patience;

/** Every way a server says no, in words that complete "No model has worked on it: …". */
class GroqTroubleTest extends OnGroqBench {
  @Test
  void aKeyThatIsNotAccepted() {
    assertThat(
            bench.trouble(
                bench.model(bench.groq.url(), GroqServer.MODEL, "gsk_old", GroqBench.CALM)))
        .hasMessage(
            "127.0.0.1 does not accept the key in GROQ_API_KEY: it is expired, withdrawn or wrong");
    assertThat(bench.groq.keys()).hasSize(1);
  }

  @Test
  void aKeyThatIsNone() {
    assertThat(bench.trouble(bench.model(bench.groq.url(), GroqServer.MODEL, "  ", GroqBench.CALM)))
        .hasMessage("there is no key in GROQ_API_KEY");
    assertThat(
            bench.trouble(
                bench.model(bench.groq.url(), GroqServer.MODEL, "gsk_a\nb", GroqBench.CALM)))
        .hasMessage("what stands in GROQ_API_KEY is no key");
    assertThat(bench.groq.keys()).isEmpty();
  }

  @Test
  void aNewKeyCountsAtOnce() {
    AtomicReference<String> key = new AtomicReference<>("gsk_old");
    try (GroqModel model =
        new GroqModel(
            new GroqModel.Settings(bench.groq.url(), GroqServer.MODEL, 500, GroqBench.CALM),
            key::get,
            InstantSource.system())) {
      assertThat(bench.trouble(model)).isNotNull();
      key.set(GroqServer.KEY);
      assertThat(bench.ask(model)).isInstanceOf(Turn.Text.class);
    }
  }

  @Test
  void aModelThatIsUnknown() {
    assertThat(
            bench.trouble(
                bench.model(bench.groq.url(), "llama-3.3-70b", GroqServer.KEY, GroqBench.CALM)))
        .hasMessage(
            "127.0.0.1 has no model llama-3.3-70b, or has it no more; GROQ_MODEL names another, "
                + "GROQ_URL another address");
    assertThat(
            bench.trouble(GroqReply.refuses(400, "model_decommissioned", "It has been withdrawn.")))
        .hasMessageContaining("GROQ_MODEL");
    assertThat(
            bench.trouble(
                bench.model(
                    URI.create(bench.groq.url().toString().replace("openai", "other")),
                    GroqServer.MODEL,
                    GroqServer.KEY,
                    GroqBench.CALM)))
        .hasMessageContaining("GROQ_URL");
  }

  @ParameterizedTest
  @CsvSource({
    "413, rate_limit_exceeded",
    "413, request_too_large",
    "400, context_length_exceeded",
  })
  void moreTextThanItTakes(int status, String code) {
    assertThat(bench.trouble(GroqReply.refuses(status, code, "Please reduce the length.")))
        .hasMessage(
            "this is more text than openai/gpt-oss-120b takes at once with the key in GROQ_API_KEY; "
                + "ask about one thing at a time");
    assertThat(bench.groq.heard()).hasSize(1);
  }

  @Test
  void aModelThatCallsAToolWrongly() {
    assertThat(
            bench.trouble(
                GroqReply.refuses(
                    400, "tool_use_failed", "Tool choice is none, but a tool was called")))
        .hasMessage("openai/gpt-oss-120b wrote what 127.0.0.1 cannot read");
    assertThat(bench.groq.heard()).hasSize(2);
  }

  @Test
  void whatTheServerSaysOfItIsShortAndPlain() {
    String long_ = "a".repeat(5_000);
    assertThat(
            bench.trouble(GroqReply.refuses(422, "x", "@all\u0007 run `rm`\n\u202e now " + long_)))
        .message()
        .startsWith("127.0.0.1 refused it (422): all  run  rm  now aaa")
        .hasSizeLessThan(260)
        .doesNotContain("@", "`", "\n", "\u0007", "\u202e");
    assertThat(bench.trouble(new GroqReply.Whole(403, "<html>Forbidden</html>", Map.of())))
        .hasMessage("127.0.0.1 does not let the key in GROQ_API_KEY ask openai/gpt-oss-120b");
  }

  @Test
  void aRedirectionIsNotFollowed() {
    assertThat(
            bench.trouble(
                new GroqReply.Whole(302, "", Map.of("Location", "http://127.0.0.1:1/openai/v1"))))
        .hasMessage("127.0.0.1 refused it (302)");
  }

  @Test
  void whatIsNoJson() {
    assertThat(bench.trouble(GroqReply.streams(Ending.DONE, "{\"id\": no JSON")))
        .hasMessageContaining("cannot be read");
    assertThat(
            bench.trouble(
                GroqReply.streams(Ending.DONE, "{\"choices\":[{\"delta\":{\"content\":[1]}}]}")))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void whatIsNoStream() {
    assertThat(bench.trouble(new GroqReply.Whole(200, "<html>Welcome</html>", Map.of())))
        .hasMessage("the model broke off before it said anything");
    assertThat(bench.trouble(GroqReply.streams(Ending.CLOSED)))
        .hasMessage("the model broke off before it said anything");
  }

  @Test
  void settingsThatCannotBeRight() {
    for (String url :
        List.of(
            "ftp://api.bench.groq.com",
            "https://user:word@api.bench.groq.com/v1",
            "https://api.bench.groq.com/v1?a=b")) {
      assertThatThrownBy(
              () -> bench.model(URI.create(url), GroqServer.MODEL, GroqServer.KEY, Patience.USUAL))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("GROQ_URL");
    }
    assertThatThrownBy(() -> bench.model(bench.groq.url(), " ", GroqServer.KEY, Patience.USUAL))
        .hasMessageContaining("GROQ_MODEL");
  }
}
