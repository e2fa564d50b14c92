package skep.runbooks.index.qdrant;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import skep.runbooks.index.PassageIndex;
import skep.runbooks.index.PassageIndexContract;

/**
 * The contract against a server that is there, where {@code QDRANT_URL} says so, with {@code
 * QDRANT_API_KEY} where it wants one. What the tests made is deleted after each.
 */
@EnabledIfEnvironmentVariable(named = "QDRANT_URL", matches = ".+")
class RealQdrantTest extends PassageIndexContract {
  private final QdrantOptions options =
      QdrantOptions.at(
              System.getenv("QDRANT_URL"), Optional.ofNullable(System.getenv("QDRANT_API_KEY")))
          .named("skep-test-" + UUID.randomUUID());

  @Override
  protected PassageIndex open() {
    return QdrantPassageIndex.connect(options);
  }

  @AfterEach
  void deleteWhatTheTestMade() throws Exception {
    ManagedChannelBuilder<?> builder =
        ManagedChannelBuilder.forAddress(options.host(), options.port());
    ManagedChannel channel =
        (options.tls() ? builder.useTransportSecurity() : builder.usePlaintext()).build();
    QdrantGrpcClient.Builder grpc = QdrantGrpcClient.newBuilder(channel, true, false);
    options.apiKey().ifPresent(grpc::withApiKey);
    try (QdrantClient client = new QdrantClient(grpc.build())) {
      for (String collection : client.listCollectionsAsync(Duration.ofSeconds(10)).get()) {
        if (collection.startsWith(options.name() + "-")) {
          client.deleteCollectionAsync(collection, Duration.ofSeconds(60)).get();
        }
      }
    }
  }
}
