package skep.runbooks.index.qdrant;

import static skep.runbooks.index.qdrant.Refusals.answer;
import static skep.runbooks.index.qdrant.Refusals.onlyKnown;

import io.grpc.stub.StreamObserver;
import io.qdrant.client.grpc.Collections.AliasDescription;
import io.qdrant.client.grpc.Collections.ChangeAliases;
import io.qdrant.client.grpc.Collections.CollectionDescription;
import io.qdrant.client.grpc.Collections.CollectionOperationResponse;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.Collections.GetCollectionInfoRequest;
import io.qdrant.client.grpc.Collections.GetCollectionInfoResponse;
import io.qdrant.client.grpc.Collections.ListAliasesRequest;
import io.qdrant.client.grpc.Collections.ListAliasesResponse;
import io.qdrant.client.grpc.Collections.ListCollectionsRequest;
import io.qdrant.client.grpc.Collections.ListCollectionsResponse;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.CollectionsGrpc.CollectionsImplBase;

/** The calls about collections. */
final class CollectionCalls extends CollectionsImplBase {
  private final Store store;

  CollectionCalls(Store store) {
    this.store = store;
  }

  @Override
  public void create(CreateCollection request, StreamObserver<CollectionOperationResponse> caller) {
    answer(
        caller,
        () -> {
          onlyKnown(request, "collection_name", "vectors_config", "sparse_vectors_config");
          store.create(request);
          return done(true);
        });
  }

  @Override
  public void update(UpdateCollection request, StreamObserver<CollectionOperationResponse> caller) {
    answer(
        caller,
        () -> {
          onlyKnown(request, "collection_name", "metadata");
          store.find(request.getCollectionName()).merge(request.getMetadataMap());
          return done(true);
        });
  }

  @Override
  public void delete(DeleteCollection request, StreamObserver<CollectionOperationResponse> caller) {
    answer(
        caller,
        () -> {
          onlyKnown(request, "collection_name");
          return done(store.delete(request.getCollectionName()));
        });
  }

  @Override
  public void updateAliases(
      ChangeAliases request, StreamObserver<CollectionOperationResponse> caller) {
    answer(
        caller,
        () -> {
          onlyKnown(request, "actions");
          store.change(request.getActionsList());
          return done(true);
        });
  }

  @Override
  public void get(
      GetCollectionInfoRequest request, StreamObserver<GetCollectionInfoResponse> caller) {
    answer(
        caller,
        () ->
            GetCollectionInfoResponse.newBuilder()
                .setResult(store.find(request.getCollectionName()).info())
                .build());
  }

  @Override
  public void list(ListCollectionsRequest request, StreamObserver<ListCollectionsResponse> caller) {
    ListCollectionsResponse.Builder all = ListCollectionsResponse.newBuilder();
    store
        .names()
        .forEach(name -> all.addCollections(CollectionDescription.newBuilder().setName(name)));
    answer(caller, all::build);
  }

  @Override
  public void listAliases(ListAliasesRequest request, StreamObserver<ListAliasesResponse> caller) {
    ListAliasesResponse.Builder all = ListAliasesResponse.newBuilder();
    store
        .aliases()
        .forEach((alias, collection) ->
            all.addAliases(
                AliasDescription.newBuilder().setAliasName(alias).setCollectionName(collection)));
    answer(caller, all::build);
  }

  private static CollectionOperationResponse done(boolean changed) {
    return CollectionOperationResponse.newBuilder().setResult(changed).build();
  }
}
