package skep.secrets.openpgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.PGPSessionKeyEncryptedData;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.api.OpenPGPDefaultPolicy;
import org.bouncycastle.openpgp.api.OpenPGPImplementation;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.OpenPGPKey.OpenPGPSecretKey;
import org.bouncycastle.openpgp.api.OpenPGPKeyReader;
import org.bouncycastle.openpgp.api.OpenPGPMessageGenerator;
import org.bouncycastle.openpgp.api.OpenPGPMessageProcessor;
import org.bouncycastle.openpgp.api.OpenPGPPolicy;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPImplementation;

/**
 * Bouncy Castle, set up once, and the border to it. Its readers answer strange bytes with any
 * runtime exception; out of here comes {@link OpenPgpException} alone.
 */
final class OpenPgp {
  /** Keys with many signatures have some hundred kilobytes; a key file's message has one. */
  static final int LARGEST = 2_000_000;

  private static final OpenPGPImplementation BOUNCY_CASTLE = new BcOpenPGPImplementation();

  private OpenPgp() {}

  private static OpenPGPPolicy policy() {
    return new OpenPGPDefaultPolicy().setMaximumDecompressedDataSize(LARGEST);
  }

  static OpenPGPKeyReader reader() {
    return new OpenPGPKeyReader(BOUNCY_CASTLE, policy());
  }

  static OpenPGPKey key(Collection<OpenPGPSecretKey> parts) {
    return new OpenPGPKey(parts, BOUNCY_CASTLE, policy());
  }

  static OpenPGPMessageProcessor processor() {
    return new OpenPGPMessageProcessor(BOUNCY_CASTLE, policy());
  }

  static OpenPGPMessageGenerator generator() {
    return new OpenPGPMessageGenerator(BOUNCY_CASTLE, policy());
  }

  /**
   * A pass of its own over what was encrypted, before any of it is believed. The message processor
   * of Bouncy Castle (1.87) does compare the modification detection code, but where a changed byte
   * makes the rest look like a subkey, it skips that "subkey" together with the complaint. What it
   * would read of another packet before the encrypted ones was never looked at here, so there is
   * none.
   *
   * @throws PGPException where the message was changed, or nothing in it would show that it was
   */
  static void requireUnchanged(byte[] message, PGPSessionKey key) throws IOException, PGPException {
    PGPObjectFactory packets =
        BOUNCY_CASTLE.pgpObjectFactory(PGPUtil.getDecoderStream(new ByteArrayInputStream(message)));
    if (!(packets.nextObject() instanceof PGPEncryptedDataList list)) {
      throw new PGPException("it does not begin with what is encrypted");
    }
    PGPSessionKeyEncryptedData encrypted = list.extractSessionKeyEncryptedData();
    encrypted
        .getDataStream(BOUNCY_CASTLE.sessionKeyDataDecryptorFactory(key))
        .transferTo(OutputStream.nullOutputStream());
    if (!encrypted.isAEAD() && !encrypted.verify()) {
      throw new PGPException("it was changed after it was encrypted");
    }
  }

  /** What is done with bytes somebody else made. */
  interface Reading<T> {
    T read(InputStream bytes) throws IOException, PGPException;
  }

  /** What is asked of something that was read already. */
  interface Asking<T> {
    T ask() throws IOException, PGPException;
  }

  /**
   * @param what they should be, for the error: {@code "a public key"}
   */
  static <T> T read(byte[] bytes, String what, Reading<T> reading) {
    if (bytes.length > LARGEST) {
      throw new OpenPgpException(
          "%,d bytes are too many for %s (%,d at the most)".formatted(bytes.length, what, LARGEST));
    }
    return ask(what, () -> reading.read(new ByteArrayInputStream(bytes)));
  }

  static <T> T ask(String what, Asking<T> asking) {
    try {
      return asking.ask();
    } catch (OpenPgpException e) {
      throw e;
    } catch (IOException | PGPException | RuntimeException e) {
      throw new OpenPgpException("this cannot be read as %s".formatted(what), e);
    }
  }
}
