package skep.secrets.gitcrypt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenFilesTest {
  private static final int BEFORE_FIELDS = "\0GITCRYPTKEY".length() + Integer.BYTES;

  private final GitCryptKey key = GitCryptKey.generate(KeyName.DEFAULT);

  private byte[] blob(String content) throws IOException {
    try (InputStream blob = key.encrypt(content.getBytes(UTF_8))) {
      return blob.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 21})
  void aBlobThatIsCutOffWithinItsHeaderSaysSo(int length) throws IOException {
    byte[] cut = Arrays.copyOf(blob("PASSWORD=x"), length);
    assertThat(EncryptedBlob.isEncrypted(cut)).isTrue();
    assertThatThrownBy(() -> key.decrypt(cut))
        .isInstanceOf(GitCryptException.class)
        .hasMessage("it is cut off within git-crypt's header");
  }

  @Test
  void aBlobOfAHeaderAloneIsAnEmptyFileOrAnothersBeginning() throws IOException {
    assertThat(blob("")).hasSize(EncryptedBlob.HEADER_BYTES);
    assertThat(key.decrypt(blob(""))).isEmpty();
    byte[] headerOnly = Arrays.copyOf(blob("PASSWORD=x"), EncryptedBlob.HEADER_BYTES);
    assertThatThrownBy(() -> key.decrypt(headerOnly))
        .isInstanceOf(GitCryptException.class)
        .hasMessageContaining("the key does not open it");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9})
  void aBlobOfAnotherMagicIsNotEncryptedWithGitCrypt(int at) throws IOException {
    byte[] other = blob("PASSWORD=x");
    other[at] ^= 0x20;
    assertThat(EncryptedBlob.isEncrypted(other)).isFalse();
    assertThatThrownBy(() -> key.decrypt(other))
        .isInstanceOf(GitCryptException.class)
        .hasMessage("it is not encrypted with git-crypt");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 1 << 30})
  void aKeyFileWithFieldsThatMayBePassedOverIsRead(int field) {
    byte[] more = withField(key.bytes(), field, "later");
    assertThat(GitCryptKey.parse(more).bytes()).isEqualTo(key.bytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 99, -1})
  void aKeyFileWithAFieldThatMustBeKnownIsRefused(int field) {
    byte[] more = withField(key.bytes(), field, "later");
    assertThatThrownBy(() -> GitCryptKey.parse(more))
        .isInstanceOf(GitCryptException.class)
        .hasMessageContainingAll("a field (%d)".formatted(field), "does not know");
  }

  @ParameterizedTest
  @ValueSource(ints = {(1 << 20) + 1, Integer.MAX_VALUE, -1})
  void aFieldLongerThanTheFileIsRefusedBeforeThereIsRoomMadeForIt(int length) {
    byte[] more = withField(key.bytes(), 2, "later");
    ByteBuffer.wrap(more).putInt(BEFORE_FIELDS + Integer.BYTES, length);
    assertThatThrownBy(() -> GitCryptKey.parse(more))
        .isInstanceOf(GitCryptException.class)
        .hasMessageContaining("impossibly long");
  }

  /** In front of the others, in the header. */
  private static byte[] withField(byte[] file, int id, String content) {
    ByteArrayOutputStream more = new ByteArrayOutputStream();
    byte[] data = content.getBytes(UTF_8);
    more.write(file, 0, BEFORE_FIELDS);
    more.writeBytes(ByteBuffer.allocate(8).putInt(id).putInt(data.length).array());
    more.writeBytes(data);
    more.write(file, BEFORE_FIELDS, file.length - BEFORE_FIELDS);
    return more.toByteArray();
  }
}
