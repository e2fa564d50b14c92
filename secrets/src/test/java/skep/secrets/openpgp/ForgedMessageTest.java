package skep.secrets.openpgp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.bcpg.CompressionAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPCompressedDataGenerator;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.api.OpenPGPImplementation;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPImplementation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import skep.secrets.openpgp.GnuPg.Kind;

/** Messages gpg would not write, by somebody who wants other content to be believed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedKeys.class)
class ForgedMessageTest {
  private static final OpenPGPImplementation BOUNCY_CASTLE = new BcOpenPGPImplementation();
  private static final byte[] PLAIN = "\0GITCRYPTKEY".getBytes(UTF_8);

  /** An old-style subkey packet of 255 bytes, of which there are two. */
  private static final byte[] CUT_SUBKEY = {(byte) 0xb8, (byte) 0xff, 4, 0};

  private PGPPublicKey key;
  private SecretKeyFile secret;

  @BeforeAll
  void start(SharedKeys.Keys keys) throws Exception {
    Fingerprint curve = keys.key(Kind.CURVE_25519, false);
    secret = SecretKeyFile.parse(keys.gpg().secretKey(curve), Optional.empty());
    key =
        OpenPgp.reader()
            .parseCertificate(keys.gpg().publicKey(curve, false))
            .getEncryptionKeys(Date.from(Instant.now().plusSeconds(1)))
            .getFirst()
            .getPGPPublicKey();
  }

  @Test
  void aChangeIsNoticedAlsoWhereARestLikeASubkeySwallowsTheComplaint() throws Exception {
    byte[] message = message(true, CUT_SUBKEY);
    assertThat(secret.decrypt(message(true, new byte[0]))).isEqualTo(PLAIN);
    message[message.length - 1] ^= 1;
    refuses(message);
  }

  @Test
  void aMessageWithinAnotherPacketIsNotTakenForTheOneBehindIt() throws Exception {
    byte[] inner = message(true, new byte[0]);
    var outer = new ByteArrayOutputStream();
    try (OutputStream compressed =
        new PGPCompressedDataGenerator(CompressionAlgorithmTags.ZIP).open(outer)) {
      compressed.write(inner);
    }
    refuses(outer.toByteArray());
    outer.write(inner);
    refuses(outer.toByteArray());
  }

  @Test
  void whatNothingProtectsFromChangesIsRefused() throws Exception {
    refuses(message(false, new byte[0]));
  }

  private void refuses(byte[] message) {
    assertThatThrownBy(() -> secret.decrypt(message))
        .isInstanceOf(OpenPgpException.class)
        .hasMessageContaining("cannot be read");
  }

  private byte[] message(boolean isProtected, byte[] rest) throws Exception {
    var generator =
        new PGPEncryptedDataGenerator(
            BOUNCY_CASTLE
                .pgpDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                .setWithIntegrityPacket(isProtected));
    generator.addMethod(BOUNCY_CASTLE.publicKeyKeyEncryptionMethodGenerator(key));
    var message = new ByteArrayOutputStream();
    try (OutputStream out = generator.open(message, new byte[256])) {
      var literal = new PGPLiteralDataGenerator();
      try (OutputStream content =
          literal.open(out, PGPLiteralData.BINARY, "", PLAIN.length, Date.from(Instant.EPOCH))) {
        content.write(PLAIN);
      }
      out.write(rest);
    }
    return message.toByteArray();
  }
}
