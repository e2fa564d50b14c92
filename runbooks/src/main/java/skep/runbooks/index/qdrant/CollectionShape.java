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
import java.util.List;
import java.util.Optional;
import skep.runbooks.embedding.Embedder;

/** Which vectors the points of a collection have: one of meaning, two of words. */
final class CollectionShape {
  private static final List<String> OF_WORDS = List.of(PassagePoint.WORDS, PassagePoint.HEADINGS);

  private CollectionShape() {}

  static CreateCollection create(String collection, Embedder.Model model) {
    VectorParams meaning =
        VectorParams.newBuilder().setSize(model.dimensions()).setDistance(Distance.Cosine).build();
    SparseVectorParams rareness = SparseVectorParams.newBuilder().setModifier(Modifier.Idf).build();
    SparseVectorConfig.Builder words = SparseVectorConfig.newBuilder();
    OF_WORDS.forEach(name -> words.putMap(name, rareness));
    return CreateCollection.newBuilder()
        .setCollectionName(collection)
        .setVectorsConfig(
            VectorsConfig.newBuilder()
                .setParamsMap(VectorParamsMap.newBuilder().putMap(PassagePoint.MEANING, meaning)))
        .setSparseVectorsConfig(words)
        .build();
  }

  /** What keeps a collection from being of this model; nothing where it is. */
  static Optional<String> wrong(CollectionParams params, Embedder.Model model) {
    VectorParams meaning =
        params
            .getVectorsConfig()
            .getParamsMap()
            .getMapOrDefault(PassagePoint.MEANING, VectorParams.getDefaultInstance());
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
    return OF_WORDS.stream()
        .filter(name -> modifier(params, name) != Modifier.Idf)
        .map("has no vectors named %s that count rareness"::formatted)
        .findFirst();
  }

  private static Modifier modifier(CollectionParams params, String vector) {
    return params
        .getSparseVectorsConfig()
        .getMapOrDefault(vector, SparseVectorParams.getDefaultInstance())
        .getModifier();
  }
}
