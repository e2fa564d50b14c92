package skep.secrets.openpgp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skep.secrets.openpgp.GnuPg.Kind;
import skep.secrets.redaction.SecretValue;

/** Both ways with the real gpg: what it writes is read here, and what is written here it reads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedKeys.class)
class GnuPgInteropTest {
  private static final byte[] PLAIN = "\0GITCRYPTKEY and so on".getBytes(UTF_8);
  private static final Optional<SecretValue> PASSPHRASE =
      Optional.of(SecretValue.of(GnuPg.passphrase() + "\n"));

  private SharedKeys.Keys shared;
  private GnuPg gpg;
  private Fingerprint anna;
  private SecretKeyFile annas;

  @BeforeAll
  void start(SharedKeys.Keys keys) {
    shared = keys;
    gpg = GnuPg.start();
    anna = gpg.key("Anna Ärmel <anna@example.org>", Kind.CURVE_25519, true, "never");
    annas = SecretKeyFile.parse(gpg.secretKey(anna), PASSPHRASE);
  }

  @AfterAll
  void end() {
    gpg.close();
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_3072, true", "RSA_3072, false",
    "RSA_4096, true", "RSA_4096, false",
    "CURVE_25519, true", "CURVE_25519, false"
  })
  void bothWays(Kind kind, boolean isProtected) {
    Fingerprint key = shared.key(kind, isProtected);
    GnuPg theirs = shared.gpg();
    PublicKey recipient = PublicKey.parse(theirs.publicKey(key));
    SecretKeyFile mine = shared.secretKey(kind, isProtected);

    assertThat(recipient.fingerprint()).isEqualTo(key);
    assertThat(mine.fingerprints()).containsExactly(key);
    assertThat(mine.decrypt(theirs.encrypt(PLAIN, key))).isEqualTo(PLAIN);
    byte[] written = recipient.encrypt(PLAIN, now());
    assertThat(theirs.decrypt(written)).isEqualTo(PLAIN);
    assertThat(mine.decrypt(written)).isEqualTo(PLAIN);
  }

  @Test
  void aKeyIsShownWithItsFingerprintAndItsUserIds() {
    gpg.gpg("--passphrase", GnuPg.passphrase(), "--quick-add-uid", anna.hex(), "Anna <a@work>");
    PublicKey key = PublicKey.parse(gpg.publicKey(anna));

    assertThat(key.fingerprint()).isEqualTo(anna);
    assertThat(key.userIds())
        .containsExactlyInAnyOrder("Anna Ärmel <anna@example.org>", "Anna <a@work>");
    assertThat(key.unusable(now())).isEmpty();
    assertThat(PublicKey.parse(key.armored().getBytes(UTF_8)).fingerprint()).isEqualTo(anna);
    assertThat(anna.isMeantBy("0x" + anna.hex().substring(24).toLowerCase(java.util.Locale.ROOT)))
        .isTrue();
    assertThat(anna.isMeantBy(anna.hex().substring(30))).as("too few digits").isFalse();
  }

  @Test
  void subkeysWithoutTheirPrimaryKeyReadToo() {
    SecretKeyFile mine = SecretKeyFile.parse(gpg.secretSubkeys(anna), PASSPHRASE);
    assertThat(mine.fingerprints()).containsExactly(anna);
    assertThat(mine.decrypt(gpg.encrypt(PLAIN, anna))).isEqualTo(PLAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--hidden-recipient", "--compress-level"})
  void whatGpgMayBeToldToDoOtherwise(String option) {
    String value = option.equals("--compress-level") ? "9" : anna.hex();
    assertThat(annas.decrypt(gpg.encrypt(PLAIN, anna, option, value))).isEqualTo(PLAIN);
  }

  @Test
  void aWrongPassphraseAndNoneAreTold() {
    byte[] key = gpg.secretKey(anna);
    assertThatThrownBy(() -> SecretKeyFile.parse(key, Optional.empty()))
        .isInstanceOf(OpenPgpException.class)
        .hasMessageContainingAll(anna.hex(), "a passphrase, and none was given");
    assertThatThrownBy(() -> SecretKeyFile.parse(key, Optional.of(SecretValue.of("hunter2"))))
        .isInstanceOf(OpenPgpException.class)
        .hasMessageContaining("another passphrase")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void nothingIsEncryptedToAKeyThatExpiredButWhatWasIsStillRead() {
    Fingerprint brief = gpg.expired("brief", LocalDate.of(2020, 1, 1), LocalDate.of(2020, 2, 1));
    PublicKey key = PublicKey.parse(gpg.publicKey(brief));
    byte[] before = gpg.encrypt(PLAIN, brief, "--faked-system-time", "20200115T000000");

    assertThat(key.unusable(now())).hasValueSatisfying(why -> assertThat(why).contains("expired"));
    assertThatThrownBy(() -> key.encrypt(PLAIN, now()))
        .isInstanceOf(OpenPgpException.class)
        .hasMessageContainingAll(brief.hex(), "it expired on 2020-02-01");
    SecretKeyFile mine = SecretKeyFile.parse(gpg.secretKey(brief), Optional.empty());
    assertThat(mine.decrypt(before)).isEqualTo(PLAIN);
  }

  @Test
  void nothingIsEncryptedToAKeyThatWasRevoked() throws java.io.IOException {
    Fingerprint gone = gpg.key("gone", Kind.CURVE_25519, false, "never");
    var certificate = gpg.home().resolve("openpgp-revocs.d").resolve(gone.hex() + ".rev");
    gpg.gpgImport(
        java.nio.file.Files.readString(certificate)
            .replace(":-----BEGIN", "-----BEGIN")
            .getBytes(UTF_8));
    PublicKey key = PublicKey.parse(gpg.publicKey(gone));

    assertThat(key.unusable(now().plusSeconds(60)))
        .hasValueSatisfying(why -> assertThat(why).contains("revoked"));
  }

  @Test
  void aKeyThatCannotEncryptIsTold() {
    gpg.gpg("--passphrase", "", "--quick-generate-key", "signer", "ed25519", "sign", "never");
    PublicKey key = PublicKey.parse(gpg.publicKey(gpg.fingerprint("signer")));
    assertThat(key.unusable(now().plusSeconds(1)))
        .hasValueSatisfying(why -> assertThat(why).contains("no part that may encrypt"));
  }

  @Test
  void aSecretKeySomebodyPastedIsRefusedAndCalledKnown() {
    byte[] secret = gpg.secretKey(anna);
    assertThatThrownBy(() -> PublicKey.parse(secret))
        .isInstanceOf(OpenPgpException.class)
        .hasMessageContainingAll("secret key", "revoke it");
  }

  @Test
  void severalKeysAtOnceAndNoneAreRefused() {
    gpg.key("second", Kind.CURVE_25519, false, "never");
    byte[] both = gpg.gpg("--armor", "--export", anna.hex(), "second").getBytes(UTF_8);
    assertThatThrownBy(() -> PublicKey.parse(both))
        .isInstanceOf(OpenPgpException.class)
        .hasMessageContaining("2 keys");
    for (String text : new String[] {"", "hello", "-----BEGIN PGP PUBLIC KEY BLOCK-----"}) {
      assertThatThrownBy(() -> PublicKey.parse(text.getBytes(UTF_8)))
          .isInstanceOf(OpenPgpException.class);
    }
  }

  @Test
  void aMessageForSomebodyElseAndOneInClearAreRefused() {
    Fingerprint other = gpg.key("other", Kind.CURVE_25519, false, "never");
    assertThatThrownBy(() -> annas.decrypt(gpg.encrypt(PLAIN, other)))
        .isInstanceOf(OpenPgpException.class);
    byte[] clear = gpg.gpg("--store", gpg.home().resolve("gpg.conf").toString()).getBytes(UTF_8);
    assertThatThrownBy(() -> annas.decrypt(clear)).isInstanceOf(OpenPgpException.class);
    assertThatThrownBy(() -> annas.decrypt(PLAIN)).isInstanceOf(OpenPgpException.class);
  }

  @Test
  void everyChangedBitOfAMessageIsNoticedOrHarmless() {
    byte[] message = gpg.encrypt(PLAIN, anna);
    for (int bit = 0; bit < message.length * Byte.SIZE; bit++) {
      byte[] changed = message.clone();
      changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      try {
        assertThat(annas.decrypt(changed)).as("bit %d", bit).isEqualTo(PLAIN);
      } catch (OpenPgpException e) {
        assertThat(e).hasMessageContaining("cannot be read");
      }
    }
  }

  /** A key is good from the second on in which it was made. */
  private static Instant now() {
    return Instant.now().plusSeconds(1);
  }
}
