package skep.runbooks.embedding.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.embedding.Embedder.EmbeddingException;
import skep.runbooks.embedding.EmbedderContract;
import skep.runbooks.embedding.remote.EndpointEmbedder.Settings;
import skep.runbooks.endpoint.Address;
import skep.runbooks.endpoint.Endpoint;
import skep.runbooks.endpoint.GroqReply;
import skep.runbooks.endpoint.GroqServer;
import skep.runbooks.endpoint.Key;
import skep.runbooks.endpoint.Patience;

class EndpointEmbedderTest extends EmbedderContract {
  private static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofMillis(10));

  private final GroqServer server = server();

  private static GroqServer server() {
    try {
      return new GroqServer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected Embedder start() {
    return with(Settings.USUAL, GroqServer.KEY);
  }

  private Embedder with(Settings settings, String key) {
    return new EndpointEmbedder(
        new Endpoint(
            new Address(
                "the embedder",
                server.url(),
                "bge-m3",
                new Address.Settings("SKEP_EMBEDDING_URL", "SKEP_EMBEDDING_MODEL")),
            new Key("SKEP_EMBEDDING_KEY", () -> key),
            SHORT,
            InstantSource.system()),
        settings);
  }

  private List<String> texts() {
    return server.heard().stream()
        .flatMap(asked -> StreamSupport.stream(asked.path("input").spliterator(), false))
        .map(JsonNode::asText)
        .toList();
  }

  @Test
  void textsArePutInBatchesNoLargerThanWanted() {
    with(new Settings("", "", 1_500, 20, OptionalInt.empty()), GroqServer.KEY)
        .passages(Collections.nCopies(45, "a text"));
    assertThat(server.heard())
        .extracting(asked -> asked.path("input").size())
        .containsExactly(20, 20, 5);
    assertThat(server.heard().getFirst().path("encoding_format").asText()).isEqualTo("float");
  }

  @Test
  void questionsAndPassagesAreMarkedAsTheModelWants() {
    Embedder embedder =
        with(new Settings("query: ", "passage: ", 1_500, 32, OptionalInt.empty()), GroqServer.KEY);
    embedder.question("why?");
    embedder.passages(List.of("because"));
    assertThat(texts()).containsExactly("query: why?", "passage: because");
    assertThat(embedder.model().name())
        .isEqualTo(
            "bge-m3 of %s, in parts of 1500 after 'query: ' and 'passage: '"
                .formatted(server.url()));
  }

  @Test
  void aLongTextIsPartedBetweenWordsAndEachPartIsMarked() {
    with(new Settings("", "p: ", 100, 32, OptionalInt.empty()), GroqServer.KEY)
        .passages(List.of("word ".repeat(50)));
    assertThat(texts())
        .hasSize(3)
        .allSatisfy(
            part -> assertThat(part).startsWith("p: word").endsWith("word").hasSizeLessThan(104));
    assertThat(String.join(" ", texts()).replace("p: ", "")).isEqualTo("word ".repeat(50).strip());
  }

  @Test
  void itsDimensionsAreFoundOutOnceOrGiven() {
    Embedder embedder = start();
    assertThat(embedder.model().dimensions()).isEqualTo(64);
    assertThat(embedder.model().dimensions()).isEqualTo(64);
    assertThat(server.heard()).hasSize(1);
    assertThat(
            with(new Settings("", "", 1_500, 32, OptionalInt.of(384)), GroqServer.KEY)
                .model()
                .dimensions())
        .isEqualTo(384);
    assertThat(server.heard()).hasSize(1);
  }

  @Test
  void otherDimensionsThanTheGivenAreAFailure() {
    Embedder embedder = with(new Settings("", "", 1_500, 32, OptionalInt.of(384)), GroqServer.KEY);
    assertThatThrownBy(() -> embedder.question("why?"))
        .isInstanceOf(EmbeddingException.class)
        .hasMessage("the embedder gives vectors of 64 dimensions, not of 384 for bge-m3");
  }

  @Test
  void aKeyThatIsNotAccepted() {
    Embedder embedder = with(Settings.USUAL, "sk-old");
    assertThatThrownBy(embedder::model)
        .isInstanceOf(EmbeddingException.class)
        .hasMessage(
            "the embedder does not accept the key in SKEP_EMBEDDING_KEY: it is expired, withdrawn or wrong");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"data\":[]}",
        "{\"data\":[{\"index\":1,\"embedding\":[1.0,0.0]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[1.0,0.0]},{\"index\":0,\"embedding\":[1.0,0.0]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[0.0,0.0]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":[]}]}",
        "{\"data\":[{\"index\":0,\"embedding\":\"no vector\"}]}",
        "{\"data\":[{\"index\":9223372036854775807,\"embedding\":[1.0,0.0]}]}",
        "<html>Welcome</html>",
      })
  void whatIsNoVectorForTheTextIsAFailure(String body) {
    server.embeds(new GroqReply.Whole(200, body, Map.of()));
    Embedder embedder = start();
    assertThatThrownBy(() -> embedder.question("why?"))
        .isInstanceOf(EmbeddingException.class)
        .message()
        .contains("the embedder");
  }

  @Test
  void whatPassesIsTriedOnceMore() {
    server.embeds(GroqReply.refuses(502, "bad_gateway", "oops"));
    Embedder embedder = start();
    assertThatThrownBy(() -> embedder.question("why?"))
        .hasMessage("the embedder is out of order (502)");
    assertThat(server.heard()).hasSize(2);
  }

  @Test
  void settingsThatCannotBeRight() {
    assertThatThrownBy(() -> new Settings("", "", 10, 32, OptionalInt.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Settings("", "", 1_500, 0, OptionalInt.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
