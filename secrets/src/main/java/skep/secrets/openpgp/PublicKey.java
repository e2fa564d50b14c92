package skep.secrets.openpgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPUserId;

/**
 * A person's public key, as they paste it. That it is really theirs only people can tell: show the
 * fingerprint and the user ids before anything is encrypted to it.
 */
public final class PublicKey {
  private static final String WHAT = "an OpenPGP public key";

  private final OpenPGPCertificate certificate;

  private PublicKey(OpenPGPCertificate certificate) {
    this.certificate = certificate;
  }

  /**
   * Reads one key, armored or not.
   *
   * @throws OpenPgpException where it is none, several, or a secret key
   */
  public static PublicKey parse(byte[] bytes) {
    List<OpenPGPCertificate> found =
        OpenPgp.read(bytes, WHAT, OpenPgp.reader()::parseKeysOrCertificates);
    if (found.isEmpty()) {
      throw new OpenPgpException(
          "there is no OpenPGP key in this; make one with: gpg --armor --export NAME");
    }
    if (found.stream().anyMatch(OpenPGPCertificate::isSecretKey)) {
      throw new OpenPgpException(
          "this is a secret key. It is known to others now: revoke it, make a new one, and give"
              + " its public half: gpg --armor --export NAME");
    }
    if (found.size() > 1) {
      throw new OpenPgpException(
          "there are %d keys in this; give one: gpg --armor --export FINGERPRINT"
              .formatted(found.size()));
    }
    return new PublicKey(found.getFirst());
  }

  public Fingerprint fingerprint() {
    return Fingerprint.of(certificate.getFingerprint());
  }

  /** {@code Anna Example <anna@example.org>}; the primary one first. */
  public List<String> userIds() {
    return certificate.getAllUserIds().stream().map(OpenPGPUserId::getUserId).toList();
  }

  /** Why nothing may be encrypted to it; empty where it is good. */
  public Optional<String> unusable(Instant now) {
    return OpenPgp.ask(WHAT, () -> whyUnusable(now));
  }

  private Optional<String> whyUnusable(Instant now) {
    Date at = Date.from(now);
    if (certificate.getRevocation(at) != null) {
      return Optional.of("it is revoked");
    }
    Optional<Instant> end =
        Optional.ofNullable(certificate.getExpirationTime(at)).map(Date::toInstant);
    if (end.filter(now::isAfter).isPresent()) {
      return Optional.of("it expired on " + LocalDate.ofInstant(end.orElseThrow(), ZoneOffset.UTC));
    }
    return certificate.getEncryptionKeys(at).isEmpty()
        ? Optional.of("it has no part that may encrypt now (none, expired, revoked or too weak)")
        : Optional.empty();
  }

  /**
   * An OpenPGP message, binary, that only the holder of this key reads.
   *
   * @throws OpenPgpException where the key is {@link #unusable}
   */
  public byte[] encrypt(byte[] plain, Instant now) {
    unusable(now)
        .ifPresent(why -> {
          throw new OpenPgpException(
              "nothing is encrypted to %s: %s".formatted(fingerprint(), why));
        });
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    try (OutputStream out =
        OpenPgp.generator()
            .addEncryptionCertificate(certificate)
            .setArmored(false)
            .setAllowPadding(false)
            .open(message)) {
      out.write(plain);
    } catch (IOException | PGPException e) {
      throw new OpenPgpException("could not encrypt to " + fingerprint(), e);
    }
    return message.toByteArray();
  }

  static PublicKey of(OpenPGPCertificate certificate) {
    return new PublicKey(certificate);
  }

  /** As people paste it. */
  public String armored() {
    try {
      return certificate.toAsciiArmoredString();
    } catch (IOException e) {
      throw new OpenPgpException("could not write the key " + fingerprint(), e);
    }
  }

  @Override
  public String toString() {
    return fingerprint() + userIds().stream().findFirst().map(id -> " " + id).orElse("");
  }
}
