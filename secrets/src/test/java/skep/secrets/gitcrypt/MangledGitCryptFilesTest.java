package skep.secrets.gitcrypt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import skep.secrets.mangled.Mangled;
import skep.secrets.mangled.Share;

class MangledGitCryptFilesTest {
  private static final GitCryptKey KEY = GitCryptKey.generate(KeyName.DEFAULT);

  @Test
  void aBlobIsDecryptedOrRefused() throws IOException {
    List<byte[]> samples =
        List.of(blob(""), blob("x"), blob("PASSWORD=hunter2\n"), blob("0123456789".repeat(30)));
    Mangled blobs = new Mangled(Share.ENCRYPTED_BLOB, samples, Set.of(GitCryptException.class));
    blobs.are(bytes -> assertThat(KEY.decrypt(bytes)).hasSize(bytes.length - 22));
  }

  @Test
  void aKeyFileIsReadAndWrittenAgainOrRefused() {
    List<byte[]> samples =
        List.of(KEY.bytes(), GitCryptKey.generate(new KeyName("ops_1")).bytes(), three().bytes());
    Mangled files = new Mangled(Share.KEY_FILE, samples, Set.of(GitCryptException.class));
    files.are(bytes -> {
      byte[] written = GitCryptKey.parse(bytes).bytes();
      assertThat(GitCryptKey.parse(written).bytes()).isEqualTo(written);
    });
  }

  private static GitCryptKey three() {
    byte[] key = new byte[KeyVersion.AES_BYTES];
    byte[] mac = new byte[KeyVersion.HMAC_BYTES];
    return new GitCryptKey(
        KeyName.DEFAULT,
        List.of(
            KeyVersion.of(0, key, mac), KeyVersion.of(1, key, mac), KeyVersion.of(7, key, mac)));
  }

  private static byte[] blob(String content) throws IOException {
    try (InputStream blob = KEY.encrypt(content.getBytes(UTF_8))) {
      return blob.readAllBytes();
    }
  }
}
