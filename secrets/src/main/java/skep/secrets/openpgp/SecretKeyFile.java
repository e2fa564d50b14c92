package skep.secrets.openpgp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.OpenPGPKey.OpenPGPPrivateKey;
import org.bouncycastle.openpgp.api.OpenPGPKey.OpenPGPSecretKey;
import skep.secrets.redaction.SecretValue;

/**
 * The secret keys of one file, armored or not, with the passphrase that protects them: what {@code
 * gpg --export-secret-keys} writes. Also with the primary key left out ({@code
 * --export-secret-subkeys}). Expired and revoked ones read what was encrypted to them before.
 */
public final class SecretKeyFile {
  private static final String WHAT = "an OpenPGP secret key";

  /** Unlocked: deriving a key from a passphrase takes GnuPG's usual third of a second each time. */
  private final List<OpenPGPKey> keys;

  private SecretKeyFile(List<OpenPGPKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * @param passphrase a line end after it is no part of it
   * @throws OpenPgpException where there is no secret key, or the passphrase does not unlock it
   */
  public static SecretKeyFile parse(byte[] file, Optional<SecretValue> passphrase) {
    return OpenPgp.read(
        file,
        WHAT,
        in -> {
          List<OpenPGPKey> unlocked = new ArrayList<>();
          for (OpenPGPKey key : keys(in)) {
            unlocked.add(unlocked(key, passphrase));
          }
          return new SecretKeyFile(unlocked);
        });
  }

  private static List<OpenPGPKey> keys(InputStream in) throws IOException {
    List<OpenPGPKey> keys =
        OpenPgp.reader().parseKeysOrCertificates(in).stream()
            .filter(OpenPGPKey.class::isInstance)
            .map(OpenPGPKey.class::cast)
            .toList();
    if (keys.isEmpty()) {
      throw new OpenPgpException(
          "there is no OpenPGP secret key in this; export one with: gpg --export-secret-keys NAME");
    }
    return keys;
  }

  private static OpenPGPKey unlocked(OpenPGPKey key, Optional<SecretValue> passphrase)
      throws PGPException {
    char[] typed = passphrase.map(SecretKeyFile::characters).orElse(new char[0]);
    List<OpenPGPSecretKey> parts = new ArrayList<>();
    for (OpenPGPSecretKey part : key.getSecretKeys().values()) {
      boolean isLocked = !part.getPGPSecretKey().isPrivateKeyEmpty() && part.isLocked();
      parts.add(isLocked ? unlocked(part, typed, key, passphrase.isPresent()) : part);
    }
    return OpenPgp.key(parts);
  }

  private static OpenPGPSecretKey unlocked(
      OpenPGPSecretKey part, char[] typed, OpenPGPKey key, boolean isGiven) throws PGPException {
    OpenPGPPrivateKey unlocked;
    try {
      unlocked = part.unlock(typed);
    } catch (PGPException e) {
      throw new OpenPgpException(
          "the secret key %s is protected by %s"
              .formatted(
                  Fingerprint.of(key.getFingerprint()),
                  isGiven ? "another passphrase" : "a passphrase, and none was given"),
          e);
    }
    return unlocked.removePassphrase();
  }

  private static char[] characters(SecretValue value) {
    String text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(value.reveal())).toString();
    return text.stripTrailing().toCharArray();
  }

  /** Of the primary keys: what the files encrypted to them are named after. */
  public List<Fingerprint> fingerprints() {
    return keys.stream().map(key -> Fingerprint.of(key.getFingerprint())).toList();
  }

  /** The public half of one of them. */
  public Optional<PublicKey> publicKey(Fingerprint fingerprint) {
    return keys.stream()
        .filter(key -> Fingerprint.of(key.getFingerprint()).equals(fingerprint))
        .map(key -> PublicKey.of(key.toCertificate()))
        .findFirst();
  }

  /**
   * What a message holds.
   *
   * @throws OpenPgpException where it is none, was changed, or is for somebody else
   */
  public byte[] decrypt(byte[] message) {
    return OpenPgp.read(
        message,
        "an OpenPGP message for " + fingerprints().getFirst(),
        in -> {
          var processor = OpenPgp.processor();
          keys.forEach(processor::addDecryptionKey);
          try (var plain = processor.process(in)) {
            byte[] content = plain.readNBytes(OpenPgp.LARGEST);
            PGPSessionKey key = plain.getResult().getSessionKey();
            if (key == null) {
              throw new OpenPgpException("the message is not encrypted");
            }
            OpenPgp.requireUnchanged(message, key);
            return content;
          }
        });
  }

  @Override
  public String toString() {
    return "secret key " + fingerprints();
  }
}
