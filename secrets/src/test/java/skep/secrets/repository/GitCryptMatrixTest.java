package skep.secrets.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.gitcrypt.KeyName;
import skep.secrets.openpgp.Fingerprint;
import skep.secrets.openpgp.GnuPg;
import skep.secrets.openpgp.SharedKeys;
import skep.secrets.repository.EstateChange.Author;

/**
 * Every way to unlock a repository, both ways: the real git-crypt and gpg write and Skep reads,
 * Skep commits and a clone that they unlock has the same, byte for byte.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedKeys.class)
class GitCryptMatrixTest {
  private static final Author ANNA = new Author("Anna", "anna@example.org");

  private SharedKeys.Keys shared;
  private Map<String, Fingerprint> people;
  private final Map<String, byte[]> contents = contents();
  private GnuPg gpg;
  @TempDir Path temp;

  @BeforeAll
  void people(SharedKeys.Keys keys) {
    shared = keys;
    gpg = keys.gpg();
    people = keys.keys();
  }

  private static Map<String, byte[]> contents() {
    Random random = new Random(11);
    Map<String, byte[]> contents = new TreeMap<>();
    contents.put("secret/empty", new byte[0]);
    contents.put("secret/one", new byte[] {42});
    contents.put("secret/block", new byte[16]);
    contents.put("secret/binary", new byte[] {0, 1, (byte) 0xFF, 0, 10, 13});
    contents.put("secret/crlf.env", "A=1\r\nB=2\r\n".getBytes(UTF_8));
    contents.put("secret/utf16", "password".getBytes(java.nio.charset.StandardCharsets.UTF_16));
    byte[] large = new byte[300_001];
    random.nextBytes(large);
    contents.put("secret/large", large);
    return contents;
  }

  Stream<Arguments> everyWay() {
    return people.keySet().stream()
        .flatMap(person -> Stream.of("default", "ops_1").map(key -> Arguments.of(person, key)));
  }

  private GitProgram estate(String name, String key) {
    try {
      GitProgram origin = GitProgram.bare(Files.createDirectory(temp.resolve(name + ".git")));
      GitProgram work = unlocker(origin.cloneInto(temp.resolve(name)));
      work.gitCrypt(with(key, "init"));
      String filter = key.equals("default") ? "git-crypt" : "git-crypt-" + key;
      work.write(".gitattributes", "secret/** filter=%1$s diff=%1$s\n".formatted(filter));
      return work;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private GitProgram unlocker(GitProgram git) {
    return git.with("GNUPGHOME", gpg.home().toString());
  }

  private static String[] with(String key, String... command) {
    List<String> all = new java.util.ArrayList<>(List.of(command));
    if (!key.equals("default")) {
      all.addAll(1, List.of("-k", key));
    }
    return all.toArray(String[]::new);
  }

  private Unlock unlock(String person) {
    return new Unlock.AsRecipient(shared.secretKey(person));
  }

  private static EstateRepository open(GitProgram work, Unlock unlock) {
    return GitEstateRepository.open(
        RepositoryAddress.parse(work.git("remote", "get-url", "origin")),
        RepositoryLogin.NONE,
        unlock,
        GitEstateRepository.DEADLINE);
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void bothWays(String person, String key) {
    GitProgram work = estate(person + "-" + key, key);
    work.gitCrypt(with(key, "add-gpg-user", "--trusted", "--no-commit", people.get(person).hex()));
    contents.forEach(work::write);
    work.commit("secrets");
    work.git("push", "-q", "origin", "main");
    Path exported = temp.resolve(person + "-" + key + ".key");
    work.gitCrypt(with(key, "export-key", exported.toString()));

    for (Unlock unlock : List.of(unlock(person), keys(exported))) {
      try (EstateRepository estate = open(work, unlock)) {
        FileTree tree = estate.tree(estate.resolve(""));
        contents.forEach((path, content) -> assertThat(tree.read(path)).as(path).contains(content));
        commitOtherContents(estate, tree.commit(), unlock.getClass().getSimpleName());
      }
    }
    sameAfterUnlocking(work, person + "-" + key);
  }

  private static Unlock keys(Path file) {
    try {
      return new Unlock.WithKeys(List.of(GitCryptKey.parse(Files.readAllBytes(file))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void commitOtherContents(EstateRepository estate, CommitId base, String folder) {
    Map<String, Optional<byte[]>> files = new TreeMap<>();
    contents.forEach(
        (path, content) -> files.put("secret/" + folder + "/" + path, Optional.of(content)));
    estate.commit(EstateChange.of(base, files, ANNA, "More"), ConflictMerge.NONE);
  }

  private void sameAfterUnlocking(GitProgram work, String name) {
    GitProgram clone =
        unlocker(
            GitProgram.at(Path.of(work.git("remote", "get-url", "origin")))
                .cloneInto(temp.resolve(name + "-clone")));
    clone.gitCrypt("unlock");
    contents.forEach((path, content) -> {
      assertThat(clone.read(path)).as(path).isEqualTo(content);
      for (String folder : List.of("AsRecipient", "WithKeys")) {
        assertThat(clone.read("secret/" + folder + "/" + path)).as(path).isEqualTo(content);
      }
    });
    // Git looks at all contents again where their times say nothing.
    clone.git("update-index", "--really-refresh");
    clone.git("add", "--renormalize", ".");
    assertThat(clone.git("status", "--porcelain")).as("every blob is the same").isEmpty();
    assertThat(clone.gitCrypt("status")).doesNotContain("WARNING");
  }

  @Test
  void aRecipientAmongOthersAndOneWhoIsNone() {
    GitProgram work = estate("mixed", "default");
    List<String> some = List.of("RSA_3072-true", "CURVE_25519-false");
    for (String person : some) {
      work.gitCrypt("add-gpg-user", "--trusted", "--no-commit", people.get(person).hex());
    }
    contents.forEach(work::write);
    CommitId commit = work.commit("secrets");
    work.git("push", "-q", "origin", "main");
    for (String person : some) {
      try (EstateRepository estate = open(work, unlock(person))) {
        estate.resolve("");
        assertThat(estate.tree(commit).read("secret/one")).contains(new byte[] {42});
      }
    }
    try (EstateRepository estate = open(work, unlock("RSA_4096-false"))) {
      estate.resolve("");
      assertThatThrownBy(() -> estate.tree(commit).read("secret/one"))
          .isInstanceOf(LockedFileException.class)
          .hasMessageContainingAll(
              "secret/one",
              people.get("RSA_4096-false").hex(),
              "not among its recipients",
              people.get("RSA_3072-true").hex());
    }
  }

  @Test
  void aCopyThatDecryptsToSomethingElseIsNamed() {
    GitProgram work = estate("other", "default");
    Fingerprint person = people.get("CURVE_25519-false");
    work.gitCrypt("add-gpg-user", "--trusted", "--no-commit", person.hex());
    contents.forEach(work::write);
    String copy = ".git-crypt/keys/default/0/" + person + ".gpg";
    for (byte[] wrong :
        List.of(
            gpg.encrypt("not a key".getBytes(UTF_8), person),
            gpg.encrypt(GitCryptKey.generate(new KeyName("other")).bytes(), person),
            gpg.encrypt(new byte[0], people.get("RSA_3072-false")))) {
      work.write(copy, wrong);
      CommitId commit = work.commit("wrong");
      work.git("push", "-q", "origin", "main");
      try (EstateRepository estate = open(work, unlock("CURVE_25519-false"))) {
        estate.resolve("");
        assertThatThrownBy(() -> estate.tree(commit).read("secret/one"))
            .isInstanceOf(LockedFileException.class)
            .hasMessageContainingAll("secret/one", copy);
      }
    }
  }

  /** git-crypt itself reads version 0 alone, though it would write with the newest. */
  @Test
  void aKeyOfThreeVersionsOpensWhatEachWasUsedFor() throws IOException {
    GitCryptKey zero = GitCryptKey.generate(KeyName.DEFAULT);
    GitCryptKey all = zero.and(version(1)).and(version(2));
    assertThat(all.versions()).containsExactly(2, 1, 0);
    GitProgram git = GitProgram.init(Files.createDirectory(temp.resolve("versions")));
    for (int version = 0; version < 3; version++) {
      GitCryptKey one = all.only(version);
      for (byte[] content : contents.values()) {
        byte[] blob = cleanedByGitCrypt(git, one, content);
        assertThat(all.decrypt(blob)).isEqualTo(content);
        assertThat(one.encrypt(content)).hasBinaryContent(blob);
      }
    }
    byte[] newest = cleanedByGitCrypt(git, all, contents.get("secret/large"));
    assertThat(all.encrypt(contents.get("secret/large"))).hasBinaryContent(newest);
    assertThat(GitCryptKey.parse(all.bytes()).bytes()).isEqualTo(all.bytes());
  }

  /** The same key file with another number in it. */
  private static GitCryptKey version(int number) {
    byte[] file = GitCryptKey.generate(KeyName.DEFAULT).bytes();
    int at = "\0GITCRYPTKEY".length() + 4 + 4 + 4 + 4 + 3;
    assertThat(file[at]).isZero();
    file[at] = (byte) number;
    return GitCryptKey.parse(file);
  }

  private byte[] cleanedByGitCrypt(GitProgram git, GitCryptKey key, byte[] content)
      throws IOException {
    Path file = Files.write(temp.resolve("versions.key"), key.bytes());
    Path in = Files.write(temp.resolve("versions.in"), content);
    try {
      Process clean =
          new ProcessBuilder("git-crypt", "clean", "--key-file=" + file)
              .directory(git.directory().toFile())
              .redirectInput(in.toFile())
              .start();
      byte[] blob = clean.getInputStream().readAllBytes();
      assertThat(clean.waitFor()).isZero();
      return blob;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void copiesOfThreeVersionsAreOneKey() {
    GitProgram work = estate("copies", "default");
    Fingerprint person = people.get("RSA_4096-true");
    GitCryptKey all = GitCryptKey.generate(KeyName.DEFAULT).and(version(1)).and(version(2));
    for (int version : all.versions()) {
      work.write(
          ".git-crypt/keys/default/%d/%s.gpg".formatted(version, person),
          gpg.encrypt(all.only(version).bytes(), person));
      work.write("blob" + version, blob(all.only(version), "of " + version));
    }
    CommitId commit = work.commit("three versions");
    work.git("push", "-q", "origin", "main");
    try (EstateRepository estate = open(work, unlock("RSA_4096-true"))) {
      estate.resolve("");
      FileTree tree = estate.tree(commit);
      for (int version : all.versions()) {
        assertThat(tree.read("blob" + version)).contains(("of " + version).getBytes(UTF_8));
      }
      CommitId made =
          estate.commit(
              EstateChange.of(
                  commit, Map.of("secret/new", Optional.of(new byte[] {1})), ANNA, "New"),
              ConflictMerge.NONE);
      assertThat(estate.tree(made).read("secret/new")).contains(new byte[] {1});
    }
  }

  private static byte[] blob(GitCryptKey key, String content) {
    try (InputStream blob = key.encrypt(content.getBytes(UTF_8))) {
      return blob.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
