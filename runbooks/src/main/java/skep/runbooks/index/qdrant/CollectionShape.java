package skep.runbooks.index.qdrant;

import io.qdrant.client.grpc.Collections.CollectionParams;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.Modifier;
import io.qdrant.client.grpc.Collections.SparseVectorConfig;
import io.qdrant.client.grpc.Collections.SparseVectorParams;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorParamsMap;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import java.util.Optional;
import skep.runbooks.embedding.Embedder;

/** Which vectors the points of a collection have: one of meaning, one of words. */
final class CollectionShape {
  private CollectionShape() {}

  static CreateCollection create(String collection, Embedder.Model model) {
    VectorParams meaning =
        VectorParams.newBuilder().setSize(model.dimensions()).setDistance(Distance.Cosine).build();
    SparseVectorParams words = SparseVectorParams.newBuilder().setModifier(Modifier.Idf).build();
    return CreateCollection.newBuilder()
        .setCollectionName(collection)
        .setVectorsConfig(
            VectorsConfig.newBuilder()
                .setParamsMap(VectorParamsMap.newBuilder().putMap(PassagePoint.MEANING, meaning)))
        .setSparseVectorsConfig(SparseVectorConfig.newBuilder().putMap(PassagePoint.WORDS, words))
        .build();
  }

  /** What keeps a collection from being of this model; nothing where it is. */
  static Optional<String> wrong(CollectionParams params, Embedder.Model model) {
    VectorParams meaning =
        params
            .getVectorsConfig()
            .getParamsMap()
            .getMapOrDefault(PassagePoint.MEANING, VectorParams.getDefaultInstance());
    SparseVectorParams words =
        params
            .getSparseVectorsConfig()
            .getMapOrDefault(PassagePoint.WORDS, SparseVectorParams.getDefaultInstance());
    if (meaning.getSize() == 0) {
      return Optional.of("has no vectors named " + PassagePoint.MEANING);
    }
    if (meaning.getSize() != model.dimensions()) {
      return Optional.of(
          "has vectors of %d dimensions, and those of %s have %d"
              .formatted(meaning.getSize(), model.name(), model.dimensions()));
    }
    if (meaning.getDistance() != Distance.Cosine) {
      return Optional.of("does not compare its vectors by their cosine");
    }
    if (words.getModifier() != Modifier.Idf) {
      return Optional.of(
          "has no vectors named %s that count rareness".formatted(PassagePoint.WORDS));
    }
    return Optional.empty();
  }
}
