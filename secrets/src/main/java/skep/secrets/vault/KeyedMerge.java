package skep.secrets.vault;

import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import skep.secrets.repository.ConflictMerge;

/**
 * Two changes of one file of secrets, brought together key by key: what we changed goes into what
 * is there by now. A key that both changed, and not to the same value, is a contradiction; so is
 * anything that is no key and value.
 */
public final class KeyedMerge implements ConflictMerge {
  @Override
  public Optional<byte[]> merge(
      String path, Optional<byte[]> base, Optional<byte[]> theirs, Optional<byte[]> ours) {
    Optional<SecretDocument> before = document(path, base);
    Optional<SecretDocument> now = document(path, theirs);
    Optional<SecretDocument> wanted = document(path, ours);
    if (before.isEmpty() || now.isEmpty() || wanted.isEmpty()) {
      return Optional.empty();
    }
    try {
      return merged(before.get().values(), now.get(), wanted.get().values());
    } catch (UneditableException e) {
      return Optional.empty();
    }
  }

  private static Optional<SecretDocument> document(String path, Optional<byte[]> content) {
    return content.flatMap(bytes -> SecretDocument.parse(path, bytes));
  }

  private static Optional<byte[]> merged(
      SortedMap<KeyPath, String> before, SecretDocument theirs, SortedMap<KeyPath, String> ours) {
    if (before.equals(ours)) {
      return Optional.empty(); // Something besides the values was changed, which would be lost.
    }
    SecretDocument merged = theirs;
    TreeSet<KeyPath> keys = new TreeSet<>(before.keySet());
    keys.addAll(ours.keySet());
    for (KeyPath key : keys) {
      String old = before.get(key);
      String wanted = ours.get(key);
      String now = theirs.values().get(key);
      if (Objects.equals(old, wanted) || Objects.equals(now, wanted)) {
        continue;
      }
      if (!Objects.equals(now, old)) {
        return Optional.empty();
      }
      merged = wanted == null ? merged.without(key) : merged.with(key, wanted);
    }
    return Optional.of(merged.bytes());
  }
}
