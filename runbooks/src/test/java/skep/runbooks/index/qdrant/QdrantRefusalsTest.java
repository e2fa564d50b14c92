package skep.runbooks.index.qdrant;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static skep.runbooks.index.SampleEntries.ALL;
import static skep.runbooks.index.SampleEntries.MODEL;
import static skep.runbooks.index.SampleEntries.stamp;
import static skep.runbooks.index.SampleEntries.vector;

import io.qdrant.client.grpc.Collections.AliasOperations;
import io.qdrant.client.grpc.Collections.CreateAlias;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.Modifier;
import io.qdrant.client.grpc.Collections.SparseVectorConfig;
import io.qdrant.client.grpc.Collections.SparseVectorParams;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorParamsMap;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.PassageIndex;
import skep.runbooks.index.PassageIndex.IndexException;

/** What a person reads when Qdrant is not there, does not want, or is not what Skep needs. */
class QdrantRefusalsTest {
  private static final String KEY = "s3cret-key-of-qdrant";
  private static final Deadlines SHORT =
      new Deadlines(Duration.ofSeconds(1), Duration.ofSeconds(1));

  private static AbstractThrowableAssert<?, ? extends Throwable> stamping(QdrantOptions options) {
    try (PassageIndex index = QdrantPassageIndex.connect(options, SHORT)) {
      Throwable thrown = catchThrowable(index::stamp);
      for (Throwable part = thrown; part != null; part = part.getCause()) {
        assertThat(String.valueOf(part.getMessage())).doesNotContain(KEY);
      }
      return assertThat(thrown).isInstanceOf(IndexException.class);
    }
  }

  @Test
  void aServerThatIsNotThereIsNamedWithItsAddress() {
    QdrantServer server = QdrantServer.start();
    server.close();

    stamping(server.options())
        .hasMessageStartingWith(
            "could not read what is published as skep-runbooks: Qdrant at http://localhost:%d cannot"
                    .formatted(server.port())
                + " be reached")
        .hasMessageContainingAll("Connection refused", "6334", "QDRANT_URL");
  }

  @Test
  void aHostThatIsNotKnownIsNamed() {
    stamping(QdrantOptions.at("https://qdrant.invalid", Optional.of(KEY)))
        .hasMessageContainingAll("https://qdrant.invalid:6334", "cannot be reached");
  }

  @Test
  void aServerThatTakesTheConnectionAndIsSilentIsNotWaitedForForever() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      stamping(QdrantOptions.at("http://localhost:" + silent.getLocalPort(), Optional.empty()))
          .hasMessageContainingAll(
              "http://localhost:" + silent.getLocalPort(), "did not answer within 1 s");
    }
  }

  @Test
  void aWrongKeyIsNotAccepted() {
    try (QdrantServer server = QdrantServer.withKey("another")) {
      stamping(QdrantOptions.at("http://localhost:" + server.port(), Optional.of(KEY)))
          .hasMessageContainingAll(
              "does not accept the API key", "QDRANT_API_KEY", "Invalid API key or JWT");
    }
  }

  @Test
  void aKeyThatIsMissingIsAskedFor() {
    try (QdrantServer server = QdrantServer.withKey("another")) {
      stamping(QdrantOptions.at("http://localhost:" + server.port(), Optional.empty()))
          .hasMessageContainingAll("asks for an API key", "put it into QDRANT_API_KEY");
    }
  }

  @Test
  void theRightKeyIsAccepted() {
    try (QdrantServer server = QdrantServer.withKey(KEY);
        PassageIndex index = QdrantPassageIndex.connect(server.options())) {
      index.generation(MODEL).put(ALL);
      index.generation(MODEL).publish(stamp(MODEL, 1));

      assertThat(index.stamp()).contains(stamp(MODEL, 1));
    }
  }

  @Test
  void aServerWithoutTlsIsNotSpokenToInTheClearWhereTlsIsAskedFor() {
    try (QdrantServer server = QdrantServer.withKey(KEY)) {
      stamping(QdrantOptions.at("https://localhost:" + server.port(), Optional.of(KEY)))
          .hasMessageContainingAll("https://localhost:" + server.port(), "TLS", "write http://");
      assertThat(server.calls()).isEmpty();
    }
  }

  @Test
  void aServerThatSpeaksHttpOneIsNotTheRightPort() throws IOException {
    try (ServerSocket web = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerLikeTheRestPort(web));
      stamping(QdrantOptions.at("http://localhost:" + web.getLocalPort(), Optional.empty()))
          .hasMessageContainingAll("cannot be reached", "6334", "6333");
    }
  }

  private static void answerLikeTheRestPort(ServerSocket web) {
    while (!web.isClosed()) {
      try (Socket caller = web.accept()) {
        caller.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
        caller.getOutputStream().flush();
        caller.getInputStream().readNBytes(24);
      } catch (IOException e) {
        // The caller hung up, or the test is over.
      }
    }
  }

  @Test
  void aServerFromBeforeThereWasMetadataMustBeUpdated() {
    try (QdrantServer server = QdrantServer.withoutMetadata();
        PassageIndex index = QdrantPassageIndex.connect(server.options())) {
      assertThat(catchThrowable(() -> index.generation(MODEL).publish(stamp(MODEL, 1))))
          .isInstanceOf(IndexException.class)
          .hasMessageContainingAll("keeps no metadata", "update it to 1.16");
      assertThat(server.store().aliases()).isEmpty();
    }
  }

  @Test
  void aCollectionOfOtherDimensionsUnderOurNameIsNamed() {
    assertUnusable(
        VectorParams.newBuilder().setSize(7).setDistance(Distance.Cosine).build(),
        "has vectors of 7 dimensions, and those of sample 1 have 4");
  }

  @Test
  void aCollectionWithoutOurVectorsIsNamed() {
    assertUnusable(VectorParams.getDefaultInstance(), "has no vectors named meaning");
    assertUnusable(
        VectorParams.newBuilder().setSize(4).setDistance(Distance.Cosine).build(),
        "has no vectors named words that count rareness");
    assertUnusable(
        VectorParams.newBuilder().setSize(4).setDistance(Distance.Cosine).build(),
        "has no vectors named headings that count rareness",
        "words");
  }

  private static void assertUnusable(VectorParams meaning, String said, String... sparse) {
    SparseVectorConfig.Builder words = SparseVectorConfig.newBuilder();
    for (String one : sparse) {
      words.putMap(one, SparseVectorParams.newBuilder().setModifier(Modifier.Idf).build());
    }
    String name = new CollectionNames(QdrantOptions.NAME).of(MODEL);
    VectorParamsMap.Builder vectors = VectorParamsMap.newBuilder();
    if (meaning.getSize() > 0) {
      vectors.putMap("meaning", meaning);
    }
    try (QdrantServer server = QdrantServer.start();
        PassageIndex index = QdrantPassageIndex.connect(server.options())) {
      server
          .store()
          .create(
              CreateCollection.newBuilder()
                  .setCollectionName(name)
                  .setVectorsConfig(VectorsConfig.newBuilder().setParamsMap(vectors))
                  .setSparseVectorsConfig(words)
                  .build());
      assertThat(catchThrowable(() -> index.generation(MODEL)))
          .isInstanceOf(IndexException.class)
          .hasMessageContainingAll("collection " + name, said, "Delete it");
    }
  }

  @Test
  void aCollectionWhereTheAliasShouldBeIsNamedBeforeAnythingIsEmbedded() {
    try (QdrantServer server = QdrantServer.start();
        PassageIndex index = QdrantPassageIndex.connect(server.options())) {
      server
          .store()
          .create(CreateCollection.newBuilder().setCollectionName(QdrantOptions.NAME).build());

      assertThat(catchThrowable(() -> index.generation(MODEL)))
          .isInstanceOf(IndexException.class)
          .hasMessageContainingAll("collection named skep-runbooks", "alias");
      assertThat(index.stamp()).isEmpty();
      assertThat(catchThrowable(() -> index.search("disk", Optional.empty(), 5)))
          .isInstanceOf(IndexException.class)
          .hasMessageContainingAll("search in skep-runbooks", "Not existing vector name");
      assertThat(index.passages(List.of(ALL.getFirst().passage().id()))).isEmpty();
    }
  }

  @Test
  void aQuestionOfAnotherModelsDimensionsIsRefused() {
    try (QdrantServer server = QdrantServer.start();
        PassageIndex index = QdrantPassageIndex.connect(server.options())) {
      index.generation(MODEL).put(ALL);
      index.generation(MODEL).publish(stamp(MODEL, 1));

      assertThat(catchThrowable(() -> index.search("disk", Optional.of(vector(1, 0)), 5)))
          .isInstanceOf(IndexException.class)
          .hasMessageContainingAll("expected dim: 4, got 2", "index the runbooks again");
    }
  }

  @Test
  void anAliasThatSomebodyPointedElsewhereCountsAsNothingPublishedAndIsTakenBack() {
    try (QdrantServer server = QdrantServer.start();
        PassageIndex index = QdrantPassageIndex.connect(server.options())) {
      server.store().create(CreateCollection.newBuilder().setCollectionName("theirs").build());
      CreateAlias alias =
          CreateAlias.newBuilder()
              .setAliasName(QdrantOptions.NAME)
              .setCollectionName("theirs")
              .build();
      server.store().change(List.of(AliasOperations.newBuilder().setCreateAlias(alias).build()));
      assertThat(index.stamp()).isEmpty();

      index.generation(MODEL).publish(stamp(MODEL, 1));

      assertThat(index.stamp()).isPresent();
      assertThat(server.collections()).contains("theirs");
    }
  }

  @Test
  void aStampThatSomebodyElseWroteIsNone() {
    Embedder.Model model = new Embedder.Model("m", 4);
    try (QdrantServer server = QdrantServer.start();
        PassageIndex index = QdrantPassageIndex.connect(server.options())) {
      index.generation(model).publish(stamp(model, 1));
      server
          .store()
          .find(QdrantOptions.NAME)
          .merge(java.util.Map.of("skep", io.qdrant.client.ValueFactory.value("by hand")));

      assertThat(index.stamp()).isEmpty();
    }
  }
}
