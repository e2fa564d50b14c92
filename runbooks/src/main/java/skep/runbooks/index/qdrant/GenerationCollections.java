package skep.runbooks.index.qdrant;

import io.qdrant.client.grpc.Collections.AliasOperations;
import io.qdrant.client.grpc.Collections.ChangeAliases;
import io.qdrant.client.grpc.Collections.CollectionConfig;
import io.qdrant.client.grpc.Collections.CollectionDescription;
import io.qdrant.client.grpc.Collections.CreateAlias;
import io.qdrant.client.grpc.Collections.DeleteAlias;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.Collections.GetCollectionInfoRequest;
import io.qdrant.client.grpc.Collections.ListAliasesRequest;
import io.qdrant.client.grpc.Collections.ListCollectionsRequest;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import java.util.List;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.Stamp;

/**
 * A collection for each generation, and the alias at the one that is searched.
 *
 * <p>The order of {@link #publish} is what makes it safe to be killed anywhere in it: the stamp is
 * noted in the collection itself, so that both become visible with the alias; what is left over is
 * deleted last, and by any later publishing too.
 */
final class GenerationCollections {
  private final Connection connection;
  private final CollectionNames names;

  GenerationCollections(Connection connection, CollectionNames names) {
    this.connection = connection;
    this.names = names;
  }

  /** Its collection; made where there is none yet. */
  String ready(Embedder.Model model) {
    List<String> there = there();
    if (there.contains(names.base())) {
      throw connection.errors().nameTaken(names.base());
    }
    String collection = names.of(model);
    if (there.contains(collection)) {
      check(collection, model);
    } else {
      connection.changeCollections(
          "make collection " + collection,
          stub -> stub.create(CollectionShape.create(collection, model)));
    }
    return collection;
  }

  void publish(String collection, Stamp stamp) {
    note(collection, stamp);
    if (!isPublished(collection)) {
      point(collection);
    }
    there().stream()
        .filter(names::has)
        .filter(other -> !other.equals(collection))
        .forEach(this::delete);
  }

  private List<String> there() {
    return connection
        .readCollections(
            "list the collections", stub -> stub.list(ListCollectionsRequest.getDefaultInstance()))
        .getCollectionsList()
        .stream()
        .map(CollectionDescription::getName)
        .toList();
  }

  private void check(String collection, Embedder.Model model) {
    CollectionShape.wrong(config(collection).getParams(), model)
        .ifPresent(what -> {
          throw connection.errors().unusable(collection, what);
        });
  }

  private CollectionConfig config(String collection) {
    return connection
        .readCollections(
            "read collection " + collection,
            stub ->
                stub.get(
                    GetCollectionInfoRequest.newBuilder().setCollectionName(collection).build()))
        .getResult()
        .getConfig();
  }

  private void note(String collection, Stamp stamp) {
    connection.changeCollections(
        "note the stamp of collection " + collection,
        stub ->
            stub.update(
                UpdateCollection.newBuilder()
                    .setCollectionName(collection)
                    .putAllMetadata(StampMetadata.of(stamp))
                    .build()));
    // A server from before there was metadata passes over it without a word.
    if (StampMetadata.read(config(collection).getMetadataMap()).isEmpty()) {
      throw connection.errors().tooOld();
    }
  }

  private boolean isPublished(String collection) {
    return connection
        .readCollections(
            "list the aliases", stub -> stub.listAliases(ListAliasesRequest.getDefaultInstance()))
        .getAliasesList()
        .stream()
        .filter(alias -> alias.getAliasName().equals(names.base()))
        .anyMatch(alias -> alias.getCollectionName().equals(collection));
  }

  /** Both in one call: the server lets no search in between. */
  private void point(String collection) {
    ChangeAliases change =
        ChangeAliases.newBuilder()
            .addActions(
                AliasOperations.newBuilder()
                    .setDeleteAlias(DeleteAlias.newBuilder().setAliasName(names.base())))
            .addActions(
                AliasOperations.newBuilder()
                    .setCreateAlias(
                        CreateAlias.newBuilder()
                            .setAliasName(names.base())
                            .setCollectionName(collection)))
            .build();
    connection.changeCollections(
        "publish collection " + collection, stub -> stub.updateAliases(change));
  }

  private void delete(String collection) {
    connection.changeCollections(
        "delete collection " + collection,
        stub -> stub.delete(DeleteCollection.newBuilder().setCollectionName(collection).build()));
  }
}
