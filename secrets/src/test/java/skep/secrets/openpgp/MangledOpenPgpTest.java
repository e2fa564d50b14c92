package skep.secrets.openpgp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import skep.secrets.mangled.Mangled;
import skep.secrets.mangled.Share;
import skep.secrets.openpgp.GnuPg.Kind;
import skep.secrets.redaction.SecretValue;

/** What the real gpg wrote, mangled. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedKeys.class)
class MangledOpenPgpTest {
  private static final Set<Class<? extends Exception>> REFUSALS = Set.of(OpenPgpException.class);
  private static final byte[] PLAIN = "\0GITCRYPTKEY and so on".getBytes(UTF_8);
  private static final byte[] LONG = new byte[5_000];

  private GnuPg gpg;
  private Fingerprint curve;
  private Fingerprint rsa;

  @BeforeAll
  void start(SharedKeys.Keys keys) {
    gpg = keys.gpg();
    curve = keys.key(Kind.CURVE_25519, false);
    rsa = keys.key(Kind.RSA_3072, false);
  }

  @Test
  void aPublicKeyIsReadOrRefused() {
    List<byte[]> samples =
        List.of(
            gpg.publicKey(curve, false),
            gpg.publicKey(rsa, false),
            gpg.publicKey(curve, true),
            gpg.secretKey(curve));
    new Mangled(Share.PUBLIC_KEY, samples, REFUSALS)
        .are(bytes -> {
          PublicKey key = PublicKey.parse(bytes);
          assertThat(key.toString()).startsWith(key.fingerprint().hex());
          assertThat(key.unusable(Instant.now())).isNotNull();
        });
  }

  @Test
  void aSecretKeyIsReadOrRefused() {
    List<byte[]> samples =
        List.of(gpg.secretKey(curve), gpg.secretKey(rsa), gpg.secretSubkeys(curve));
    new Mangled(Share.SECRET_KEY, samples, REFUSALS)
        .are(bytes -> {
          SecretKeyFile file = SecretKeyFile.parse(bytes, Optional.of(SecretValue.of("another")));
          assertThat(file.fingerprints()).isNotEmpty();
        });
  }

  @Test
  void aMessageIsDecryptedToWhatItWasOrRefused() {
    SecretKeyFile mine = SecretKeyFile.parse(gpg.secretKey(curve), Optional.empty());
    List<byte[]> samples =
        List.of(
            gpg.encrypt(PLAIN, curve),
            gpg.encrypt(PLAIN, curve, "--hidden-recipient", curve.hex()),
            gpg.encrypt(PLAIN, rsa, "--recipient", curve.hex()),
            gpg.encrypt(LONG, curve, "--compress-level", "9"));
    new Mangled(Share.MESSAGE, samples, REFUSALS)
        .are(bytes -> assertThat(mine.decrypt(bytes)).isIn(PLAIN, LONG));
  }
}
