package skep.secrets.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.gitcrypt.KeyName;
import skep.secrets.openpgp.Fingerprint;
import skep.secrets.openpgp.GnuPg;
import skep.secrets.openpgp.GnuPg.Kind;
import skep.secrets.openpgp.PublicKey;
import skep.secrets.openpgp.SecretKeyFile;
import skep.secrets.repository.EstateChange.Author;

/** People come and go; the real git-crypt and gpg say who opens what. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecipientChangesTest {
  private static final Author BEN = new Author("Ben", "ben@example.org");
  private static final int FILES = 500;

  @TempDir Path temp;
  private final Map<String, byte[]> contents = new HashMap<>();
  private Path folder;
  private GnuPg bots;
  private GnuPg annas;
  private GnuPg cleos;
  private Fingerprint skep;
  private Fingerprint anna;
  private Fingerprint cleo;
  private GitProgram origin;
  private GitProgram work;
  private EstateRepository estate;

  @BeforeAll
  void people() {
    bots = GnuPg.start();
    annas = GnuPg.start();
    cleos = GnuPg.start();
    skep = bots.key("Skep", Kind.CURVE_25519, false, "never");
    anna = annas.key("Anna", Kind.CURVE_25519, true, "never");
    cleo = cleos.key("Cleo", Kind.RSA_3072, false, "never");
    bots.gpgImport(annas.publicKey(anna));
  }

  @BeforeEach
  void anEstateOfSkepAndAnna() throws IOException {
    folder = Files.createTempDirectory(temp, "estate");
    origin = GitProgram.bare(Files.createDirectory(folder.resolve("origin.git")));
    work = as(bots, origin.cloneInto(folder.resolve("work")));
    work.gitCrypt("init");
    work.write(".gitattributes", "secret/** filter=git-crypt diff=git-crypt\n");
    fill(3);
    contents.forEach(work::write);
    work.write("open.txt", "open\n");
    for (Fingerprint recipient : List.of(skep, anna)) {
      work.gitCrypt("add-gpg-user", "--trusted", "--no-commit", recipient.hex());
    }
    work.commit("first");
    work.git("push", "-q", "origin", "main");
    estate = open(new Unlock.AsRecipient(key()));
  }

  private void fill(int files) {
    contents.clear();
    for (int i = 0; i < files; i++) {
      contents.put("secret/%d.env".formatted(i), "TOKEN=value-%d\n".formatted(i).getBytes(UTF_8));
    }
  }

  /** By Skep: git-crypt starts several programs for each. */
  private void manyMore() {
    fill(FILES);
    Map<String, Optional<byte[]>> files = new HashMap<>();
    contents.forEach((path, content) -> files.put(path, Optional.of(content)));
    estate.commit(EstateChange.of(estate.resolve(""), files, BEN, "Many"), ConflictMerge.NONE);
  }

  private SecretKeyFile key() {
    return SecretKeyFile.parse(bots.secretKey(skep), Optional.empty());
  }

  private EstateRepository open(Unlock unlock) {
    return GitEstateRepository.open(
        RepositoryAddress.parse("file://" + origin.directory()),
        RepositoryLogin.NONE,
        unlock,
        GitEstateRepository.DEADLINE);
  }

  private static GitProgram as(GnuPg home, GitProgram git) {
    return git.with("GNUPGHOME", home.home().toString());
  }

  @AfterEach
  void close() {
    estate.close();
  }

  @AfterAll
  void stop() {
    List.of(bots, annas, cleos).forEach(GnuPg::close);
  }

  private GitProgram clone(GnuPg home, String name) {
    return as(home, origin.cloneInto(folder.resolve(name)));
  }

  /** With every blob the same as git-crypt makes it. */
  private GitProgram opensAll(GnuPg home, String name) {
    GitProgram clone = clone(home, name);
    clone.gitCrypt("unlock");
    contents.forEach((path, content) -> assertThat(clone.read(path)).as(path).isEqualTo(content));
    assertThat(clone.git("status", "--porcelain")).isEmpty();
    assertThat(clone.gitCrypt("status")).doesNotContain("WARNING");
    return clone;
  }

  private byte[] exported(GitProgram unlocked, String name) throws IOException {
    Path file = folder.resolve(name);
    unlocked.gitCrypt("export-key", file.toString());
    return Files.readAllBytes(file);
  }

  /** Whoever has the same key opens the same files: each need not be opened again. */
  private static void hasTheKey(
      GnuPg home, Fingerprint recipient, GitProgram clone, byte[] exported) {
    RecipientCopy copy = new RecipientCopy(KeyName.DEFAULT, 0, recipient);
    assertThat(home.decrypt(clone.read(copy.path()))).isEqualTo(exported);
  }

  private void opensNothing(GnuPg home, String name) {
    GitProgram clone = clone(home, name);
    assertThatThrownBy(() -> clone.gitCrypt("unlock"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("git-crypt");
  }

  @Test
  void whoComesOpensAllAndWhoGoesOpensNothingNew() throws IOException {
    opensNothing(cleos, "before");
    estate.addRecipient(PublicKey.parse(cleos.publicKey(cleo)), BEN);
    GitProgram cleosClone = opensAll(cleos, "cleo");
    byte[] oldKey = exported(cleosClone, "old.key");
    hasTheKey(annas, anna, cleosClone, oldKey);
    hasTheKey(bots, skep, cleosClone, oldKey);
    manyMore();

    assertThatThrownBy(() -> estate.removeRecipient(cleo, BEN))
        .isInstanceOf(RecipientException.class)
        .hasMessageContainingAll("public keys of the remaining recipients", anna.hex());
    estate.addRecipient(PublicKey.parse(annas.publicKey(anna)), BEN);
    CommitId before = estate.resolve("");

    Removal removal = estate.removeRecipient(cleo, BEN);

    assertThat(origin.git("rev-parse", removal.commit().sha() + "^")).isEqualTo(before.sha());
    assertThat(removal.readable()).hasSize(FILES).containsAll(contents.keySet());
    opensNothing(cleos, "cleo-after");
    oldKeyOpensNothing(GitCryptKey.parse(oldKey), removal.commit());
    GitProgram annasClone = opensAll(annas, "anna-after");
    hasTheKey(bots, skep, annasClone, exported(annasClone, "new.key"));
    readsBothSides(before, removal.commit());
    assertThat(origin.git("ls-tree", "-r", "--name-only", removal.commit().sha(), ".git-crypt"))
        .doesNotContain(cleo.hex());
  }

  private void oldKeyOpensNothing(GitCryptKey old, CommitId commit) {
    try (EstateRepository withOld = open(new Unlock.WithKeys(List.of(old)))) {
      FileTree tree = withOld.tree(withOld.resolve(""));
      assertThat(tree.commit()).isEqualTo(commit);
      for (String path : contents.keySet()) {
        assertThatThrownBy(() -> tree.read(path)).isInstanceOf(LockedFileException.class);
      }
    }
  }

  private void readsBothSides(CommitId before, CommitId after) {
    for (CommitId commit : List.of(before, after)) {
      assertThat(estate.tree(commit).read("secret/2.env")).contains(contents.get("secret/2.env"));
    }
  }

  @Test
  void whoIsNoneCannotGoAndSkepDoesNotLockItselfOut() throws IOException {
    assertThatThrownBy(() -> estate.removeRecipient(cleo, BEN))
        .isInstanceOf(RecipientException.class)
        .hasMessageContainingAll(cleo.hex(), "is no recipient", anna.hex());
    assertThatThrownBy(() -> estate.removeRecipient(skep, BEN))
        .isInstanceOf(RecipientException.class)
        .hasMessageContaining("Skep itself could not open");
    var key = GitCryptKey.parse(exported(work, "exported"));
    try (EstateRepository withKey = open(new Unlock.WithKeys(List.of(key)))) {
      assertThatThrownBy(() -> withKey.removeRecipient(anna, BEN))
          .isInstanceOf(RecipientException.class)
          .hasMessageContaining("GIT_CRYPT_GPG_KEY_FILE");
    }
  }

  @Test
  void aRecipientWhoIsOneAlreadyGetsNoOtherCopy() {
    PublicKey key = PublicKey.parse(annas.publicKey(anna));
    String copy = ".git-crypt/keys/default/0/" + anna + ".gpg";
    String before = origin.git("rev-parse", "main:" + copy);
    CommitId once = estate.addRecipient(key, BEN);
    assertThat(origin.git("rev-parse", "main:" + copy)).isEqualTo(before);
    assertThat(estate.addRecipient(key, BEN)).isEqualTo(once);
  }
}
