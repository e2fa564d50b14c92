package skep.secrets.gitcrypt;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * All keys at hand for one repository. Of several by one name, the first encrypts and all decrypt:
 * a key that was replaced still opens what is older.
 */
public final class KeyRing {
  public static final KeyRing EMPTY = new KeyRing(List.of());

  private final List<GitCryptKey> keys;

  private KeyRing(List<GitCryptKey> keys) {
    this.keys = List.copyOf(keys);
  }

  public static KeyRing of(List<GitCryptKey> keys) {
    return new KeyRing(keys);
  }

  /** The one that encrypts for this name. */
  public Optional<GitCryptKey> key(KeyName name) {
    return keys.stream().filter(key -> key.name().equals(name)).findFirst();
  }

  /** In the order in which they are tried. */
  public List<GitCryptKey> all() {
    return keys;
  }

  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /**
   * The content of a blob, whichever key it was encrypted with: the blob does not say.
   *
   * @param size of the whole blob in bytes
   * @throws GitCryptException where no key fits, or the blob was changed
   */
  public byte[] decrypt(InputStream blob, int size) throws IOException {
    EncryptedBlob encrypted = EncryptedBlob.read(blob, size);
    for (GitCryptKey key : keys) {
      if (key.opens(encrypted)) {
        return encrypted.body();
      }
    }
    throw new GitCryptException("the key does not open it (another key, or a changed byte)");
  }
}
