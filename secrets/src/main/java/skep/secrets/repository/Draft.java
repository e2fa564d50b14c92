package skep.secrets.repository;

import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import skep.secrets.gitcrypt.KeyRing;

/** A change worked out for the newest commit there is, and again where that moved. */
interface Draft {
  Files upon(GitFileTree newest);

  /**
   * @param contents in clear by path, each read when its turn comes; empty where it is to be gone
   * @param keys what they are encrypted with
   * @param secret whether none of them may be stored in clear
   */
  record Files(
      SortedMap<String, Optional<Supplier<byte[]>>> contents, KeyRing keys, boolean secret) {
    Files(SortedMap<String, Optional<Supplier<byte[]>>> contents, KeyRing keys) {
      this(contents, keys, false);
    }
  }
}
