package skep.secrets.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.secrets.gitcrypt.EncryptedBlob;
import skep.secrets.gitcrypt.GitCryptException;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.redaction.SecretValue;

/** Against what the git-crypt program itself encrypted. */
class GitCryptInteropTest {
  @TempDir Path temp;
  private GitProgram git;
  private final Map<String, byte[]> files = new TreeMap<>();
  private CommitId commit;

  @BeforeEach
  void anEstateWithEncryptedFiles() throws IOException {
    git = GitProgram.init(Files.createDirectory(temp.resolve("estate")));
    git.gitCrypt("init");
    git.write(".gitattributes", "secret/** filter=git-crypt diff=git-crypt\n");
    byte[] megabyte = new byte[1 << 20];
    new Random(7).nextBytes(megabyte);
    files.put("secret/empty", new byte[0]);
    files.put("secret/one", new byte[] {42});
    files.put("secret/binary", new byte[] {0, 1, (byte) 0xFF, 0, 10, 13});
    files.put("secret/text.yml", "password: hunter2-hunter2\n".getBytes(UTF_8));
    files.put("secret/megabyte", megabyte);
    files.put("plain.txt", "in clear\n".getBytes(UTF_8));
    files.forEach(git::write);
    commit = git.commit("secrets");
  }

  @Test
  void everyFileComesBackByteForByte() {
    try (EstateRepository repository = open(with(key("key")))) {
      FileTree tree = repository.tree(repository.resolve(""));
      files.forEach((path, content) ->
          assertThat(tree.read(path))
              .as(path)
              .hasValueSatisfying(read -> assertThat(read).isEqualTo(content)));
    }
  }

  @Test
  void whatGitHoldsIsEncryptedIndeed() {
    git.gitCrypt("lock");
    for (String path : files.keySet()) {
      byte[] there = bytes(git.directory().resolve(path));
      assertThat(EncryptedBlob.isEncrypted(there)).as(path).isEqualTo(path.startsWith("secret/"));
    }
  }

  @Test
  void whatIsInEncryptedFilesIsKnownBeforeAnythingIsReadAndOnce() {
    List<SecretValue> learnt = new ArrayList<>();
    try (EstateRepository repository =
        GitEstateRepository.open(
            RepositoryAddress.parse(git.directory().toString()),
            RepositoryLogin.NONE,
            with(key("key")),
            GitEstateRepository.DEADLINE,
            learnt::addAll)) {
      assertThat(repository.tree(commit).hasLockedFiles()).isFalse();
      assertThat(learnt)
          .contains(SecretValue.of("hunter2-hunter2"))
          .doesNotContain(SecretValue.of("in clear"));
      int known = learnt.size();
      repository.tree(commit);
      assertThat(learnt).hasSize(known);
    }
  }

  @Test
  void withoutKeyTheTreeSaysThatItHasLockedFiles() {
    try (EstateRepository repository = open(new Unlock.WithNothing())) {
      assertThat(repository.tree(commit).hasLockedFiles()).isTrue();
    }
  }

  @Test
  void withoutKeyTheFileStaysLockedAndIsNamed() {
    try (EstateRepository repository = open(new Unlock.WithNothing())) {
      FileTree tree = repository.tree(commit);
      assertThat(tree.read("plain.txt")).isPresent();
      assertThatThrownBy(() -> tree.read("secret/text.yml"))
          .isInstanceOf(LockedFileException.class)
          .hasMessageContainingAll("secret/text.yml", "GIT_CRYPT_KEY_FILE")
          .hasMessageNotContaining("hunter2");
    }
  }

  @Test
  void anotherEstatesKeyIsNoticed() throws IOException {
    GitProgram other = GitProgram.init(Files.createDirectory(temp.resolve("other")));
    other.gitCrypt("init");
    other.gitCrypt("export-key", temp.resolve("other.key").toString());
    try (EstateRepository repository =
        open(with(GitCryptKey.parse(bytes(temp.resolve("other.key")))))) {
      assertThatThrownBy(() -> repository.tree(commit).read("secret/text.yml"))
          .isInstanceOf(LockedFileException.class)
          .hasMessageContainingAll("secret/text.yml", "key");
    }
  }

  @Test
  void everyChangedByteIsNoticed() {
    GitCryptKey key = key("key");
    git.gitCrypt("lock");
    byte[] blob = bytes(git.directory().resolve("secret/text.yml"));
    assertThat(key.decrypt(blob)).isEqualTo(files.get("secret/text.yml"));
    for (int i = 10; i < blob.length; i++) {
      byte[] changed = blob.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> key.decrypt(changed)).isInstanceOf(GitCryptException.class);
    }
  }

  @Test
  void aBrokenKeyFileSaysWhy() {
    key("key");
    byte[] file = bytes(temp.resolve("key"));
    assertThatThrownBy(() -> GitCryptKey.parse("password".getBytes(UTF_8)))
        .isInstanceOf(GitCryptException.class)
        .hasMessageContaining("git-crypt export-key");
    for (int length = 12; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> GitCryptKey.parse(cut)).isInstanceOf(GitCryptException.class);
    }
  }

  private static Unlock with(GitCryptKey key) {
    return new Unlock.WithKeys(List.of(key));
  }

  private EstateRepository open(Unlock unlock) {
    return GitEstateRepository.open(
        RepositoryAddress.parse(git.directory().toString()),
        RepositoryLogin.NONE,
        unlock,
        GitEstateRepository.DEADLINE);
  }

  private GitCryptKey key(String name) {
    git.gitCrypt("export-key", temp.resolve(name).toString());
    return GitCryptKey.parse(bytes(temp.resolve(name)));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
