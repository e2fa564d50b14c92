package skep.deploy.release;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import skep.secrets.redaction.SecretValue;

/**
 * The key that fingerprints contents of secrets and configs, so that versioned names can show
 * <em>that</em> a value changed and give away nothing about it. One per Swarm, made by whoever asks
 * first, kept as the record {@code skep-key}.
 */
public final class FingerprintKey {
  private static final String NAME = "skep-key";
  private static final int BYTES = 32;
  private final SecretValue key;

  private FingerprintKey(SecretValue key) {
    if (key.size() != BYTES) {
      throw new IllegalStateException(
          "the record skep-key holds no 32 bytes: restore it, or remove it with docker config rm"
              + " skep-key and let the next deployment version every secret anew");
    }
    this.key = key;
  }

  /** The Swarm's key, where there is one: looking changes nothing. */
  public static Optional<FingerprintKey> find(RecordStore store) {
    return store.find(NAME).map(stored -> new FingerprintKey(SecretValue.of(stored.data())));
  }

  /** The Swarm's key, made now where there is none. */
  public static FingerprintKey obtain(RecordStore store) {
    var existing = store.find(NAME);
    if (existing.isPresent()) {
      return new FingerprintKey(SecretValue.of(existing.get().data()));
    }
    byte[] fresh = new byte[BYTES];
    new SecureRandom().nextBytes(fresh);
    try {
      return new FingerprintKey(
          SecretValue.of(store.create(NAME, Map.of(RecordLabels.RECORD, "key"), fresh).data()));
    } catch (RecordStore.NameTakenException e) {
      // Somebody was quicker: theirs is the key.
      return store
          .find(NAME)
          .map(stored -> new FingerprintKey(SecretValue.of(stored.data())))
          .orElseThrow(() -> e);
    }
  }

  /** The key itself: 32 bytes. */
  public SecretValue value() {
    return key;
  }

  /**
   * @param object what the content belongs to, so that equal values of two secrets do not show
   * @return 64 lower-case hexadecimal digits
   */
  public String fingerprint(String object, SecretValue content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.reveal(), "HmacSHA256"));
      mac.update(object.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return HexFormat.of().formatHex(mac.doFinal(content.reveal()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
