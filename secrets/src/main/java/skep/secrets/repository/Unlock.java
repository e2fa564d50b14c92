package skep.secrets.repository;

import java.util.List;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.openpgp.SecretKeyFile;

/** What opens the encrypted files of a repository. */
public sealed interface Unlock {
  /** Nothing was given: they stay locked. */
  record WithNothing() implements Unlock {}

  /** Exported keys, the default one and named ones; of two by one name the first encrypts. */
  record WithKeys(List<GitCryptKey> keys) implements Unlock {
    public WithKeys {
      keys = List.copyOf(keys);
    }
  }

  /**
   * The GPG key of a recipient: each commit holds the keys of its files, encrypted to every
   * recipient it has, so that old commits open with the keys they had.
   */
  record AsRecipient(SecretKeyFile key) implements Unlock {}
}
