package skep.runbooks.index.qdrant;

import io.qdrant.client.grpc.Collections.AliasOperations;
import io.qdrant.client.grpc.Collections.CreateAlias;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.RenameAlias;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What the server keeps when it is killed: collections, and aliases of them. */
final class Store {
  private static final Pattern FORBIDDEN = Pattern.compile("[<>:\"/\\\\|?*\\x00\\x1F]");

  private final Map<String, StoredCollection> collections = new TreeMap<>();
  private final Map<String, String> aliases = new TreeMap<>();
  private final boolean keepsMetadata;

  Store(boolean keepsMetadata) {
    this.keepsMetadata = keepsMetadata;
  }

  synchronized void create(CreateCollection request) {
    String name = request.getCollectionName();
    if (FORBIDDEN.matcher(name).find()) {
      throw Refusals.invalid("collection_name: collection name cannot contain such a char");
    }
    checkAbsent(name);
    if (aliases.containsKey(name)) {
      throw Refusals.wrongInput(
          "Can't create collection with name %s. Alias with the same name already exists"
              .formatted(name));
    }
    collections.put(name, new StoredCollection(request, keepsMetadata));
  }

  synchronized boolean delete(String name) {
    aliases.values().removeIf(name::equals);
    return collections.remove(name) != null;
  }

  /** By its name or by an alias. */
  synchronized StoredCollection find(String name) {
    String real = aliases.getOrDefault(name, name);
    return Optional.ofNullable(collections.get(real))
        .orElseThrow(() -> Refusals.noCollection(real));
  }

  /** No search in between; but what was done before a refusal stays done. */
  synchronized void change(List<AliasOperations> actions) {
    for (AliasOperations action : actions) {
      switch (action.getActionCase()) {
        case CREATE_ALIAS -> create(action.getCreateAlias());
        case DELETE_ALIAS -> aliases.remove(action.getDeleteAlias().getAliasName());
        case RENAME_ALIAS -> rename(action.getRenameAlias());
        case ACTION_NOT_SET -> throw Refusals.malformed("Malformed AliasOperation type");
      }
    }
  }

  private void create(CreateAlias alias) {
    if (!collections.containsKey(alias.getCollectionName())) {
      throw Refusals.noCollection(alias.getCollectionName());
    }
    checkAbsent(alias.getAliasName());
    aliases.put(alias.getAliasName(), alias.getCollectionName());
  }

  private void rename(RenameAlias alias) {
    Refusals.onlyKnown(alias);
  }

  private void checkAbsent(String name) {
    if (collections.containsKey(name)) {
      throw Refusals.collectionExists(name);
    }
  }

  synchronized Set<String> names() {
    return Set.copyOf(collections.keySet());
  }

  synchronized Map<String, String> aliases() {
    return Map.copyOf(aliases);
  }
}
