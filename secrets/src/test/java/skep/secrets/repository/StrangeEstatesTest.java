package skep.secrets.repository;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import skep.secrets.openpgp.Fingerprint;
import skep.secrets.openpgp.GnuPg;
import skep.secrets.openpgp.GnuPg.Kind;
import skep.secrets.openpgp.OpenPgpException;
import skep.secrets.openpgp.PublicKey;
import skep.secrets.openpgp.SecretKeyFile;
import skep.secrets.repository.EstateChange.Author;

/** Estates as they should not be, and people who do the same at once; git says what is right. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrangeEstatesTest {
  private static final Author ANNA = new Author("Anna", "anna@example.org");
  private static final Author BEN = new Author("Ben", "ben@example.org");

  private GnuPg gpg;
  private Fingerprint skep;
  @TempDir Path temp;
  private int estates;
  private GitProgram origin;
  private GitProgram work;
  private EstateRepository estate;

  @BeforeAll
  void skepsKey() {
    gpg = GnuPg.start();
    skep = gpg.key("Skep", Kind.CURVE_25519, false, "never");
  }

  @AfterAll
  void stop() {
    gpg.close();
  }

  @BeforeEach
  void anEstate() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("estate-" + ++estates));
    origin = GitProgram.bare(Files.createDirectory(folder.resolve("origin.git")));
    work = unlocker(origin.cloneInto(folder.resolve("work")));
    work.gitCrypt("init");
    work.gitCrypt("add-gpg-user", "--trusted", "--no-commit", skep.hex());
    work.write(".gitattributes", "secret/** filter=git-crypt diff=git-crypt\n");
    work.write("secret/web.env", "PASSWORD=old\n");
    push("first");
    estate = open(skep);
  }

  @AfterEach
  void close() {
    estate.close();
  }

  private GitProgram unlocker(GitProgram git) {
    return git.with("GNUPGHOME", gpg.home().toString());
  }

  private CommitId push(String message) {
    CommitId made = work.commit(message);
    work.git("push", "-q", "origin", "main");
    return made;
  }

  private EstateRepository open(Fingerprint as) {
    return GitEstateRepository.open(
        RepositoryAddress.parse("file://" + origin.directory()),
        RepositoryLogin.NONE,
        new Unlock.AsRecipient(SecretKeyFile.parse(gpg.secretKey(as), Optional.empty())),
        GitEstateRepository.DEADLINE);
  }

  private static EstateChange change(CommitId base, String path, byte[] content, Author author) {
    return EstateChange.of(base, Map.of(path, Optional.of(content)), author, "Change " + path);
  }

  private byte[] pulled(String path) {
    work.git("pull", "-q", "--rebase");
    return work.read(path);
  }

  private String stored(CommitId commit, String path) {
    return origin.git("cat-file", "-p", commit.sha() + ":" + path);
  }

  @Test
  void twoRecipientsOfOneNameAreTwo() {
    gpg.gpg("--passphrase", "", "--quick-generate-key", "Twin", "ed25519", "sign", "never");
    Fingerprint first = gpg.fingerprint("Twin");
    Fingerprint second = gpg.key("Twin <twin@example.org>", Kind.CURVE_25519, false, "never");
    gpg.gpg("--passphrase", "", "--quick-add-key", first.hex(), "cv25519", "encr", "never");
    gpg.gpg("--passphrase", "", "--quick-add-uid", first.hex(), "Twin <twin@example.org>");
    for (Fingerprint twin : List.of(first, second)) {
      estate.addRecipient(PublicKey.parse(gpg.publicKey(twin)), ANNA);
    }
    CommitId both = estate.resolve("");
    assertThat(Recipients.of(estate.tree(both).paths()).byKey().values())
        .singleElement()
        .satisfies(all -> assertThat(all).containsExactlyInAnyOrder(skep, first, second));

    CommitId one = estate.removeRecipient(first, ANNA).commit();

    try (EstateRepository gone = open(first);
        EstateRepository left = open(second)) {
      gone.resolve("");
      left.resolve("");
      assertThat(left.tree(one).read("secret/web.env")).contains("PASSWORD=old\n".getBytes(UTF_8));
      assertThatThrownBy(() -> gone.tree(one).read("secret/web.env"))
          .isInstanceOf(LockedFileException.class);
    }
  }

  @Test
  void aRecipientWhoseKeyExpiredGetsNoCopyAndNothingIsCommitted() {
    Fingerprint brief = gpg.expired("Brief", LocalDate.of(2020, 1, 1), LocalDate.of(2020, 2, 1));
    PublicKey key = PublicKey.parse(gpg.publicKey(brief));
    CommitId before = estate.resolve("");
    assertThatThrownBy(() -> estate.addRecipient(key, ANNA))
        .isInstanceOf(OpenPgpException.class)
        .hasMessageContainingAll(brief.hex(), "it expired on 2020-02-01");
    assertThat(origin.git("rev-parse", "main")).isEqualTo(before.sha());
  }

  @Test
  void rulesOfTenThousandLinesDecideAsWithGit() {
    String lines =
        IntStream.range(0, 10_000)
            .mapToObj("folder-%1$d/*.env filter=git-crypt diff=git-crypt"::formatted)
            .collect(Collectors.joining("\n"));
    work.write(
        ".gitattributes",
        "secret/** filter=git-crypt diff=git-crypt\n" + lines + "\nfolder-7/*.env !filter !diff\n");
    for (int i = 0; i < 200; i++) {
      work.write("folder-%d/a.env".formatted(i * 50 + 7), "A=1\n");
    }
    CommitId base = push("many rules");
    estate.resolve("");
    assertThat(estate.tree(base).encrypted())
        .hasSize(200)
        .contains("folder-9957/a.env", "secret/web.env")
        .doesNotContain("folder-7/a.env");

    CommitId made =
        estate.commit(
            change(base, "folder-9999/b.env", "B=2\n".getBytes(UTF_8), ANNA), ConflictMerge.NONE);

    assertThat(stored(made, "folder-9999/b.env")).contains("GITCRYPT");
    assertThat(pulled("folder-9999/b.env")).isEqualTo("B=2\n".getBytes(UTF_8));
    assertThat(work.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void rulesWithWindowsLineEndsDecideAsWithGit() {
    work.write(
        ".gitattributes",
        "secret/** filter=git-crypt diff=git-crypt\r\n\r\n# a remark\r\nsecret/open !filter\r\n");
    CommitId base = push("windows");
    estate.resolve("");
    for (String path : List.of("secret/new", "secret/open")) {
      CommitId made =
          estate.commit(change(base, path, "A=1\r\n".getBytes(UTF_8), ANNA), ConflictMerge.NONE);
      assertThat(stored(made, path).contains("GITCRYPT")).isEqualTo(path.equals("secret/new"));
      assertThat(pulled(path)).isEqualTo("A=1\r\n".getBytes(UTF_8));
      assertThat(work.git("check-attr", "filter", path).endsWith("git-crypt"))
          .isEqualTo(path.equals("secret/new"));
    }
    assertThat(work.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void aZeroByteInTheRulesEndsItsLineAsWithGit() {
    work.write(".gitattributes", "secret/** filter=git-crypt\0-x\n*.key\0 filter=git-crypt\n");
    CommitId base = push("zero");
    estate.resolve("");
    for (String path : List.of("secret/new", "a.key")) {
      CommitId made = estate.commit(change(base, path, new byte[] {1}, ANNA), ConflictMerge.NONE);
      assertThat(stored(made, path).contains("GITCRYPT"))
          .as(path)
          .isEqualTo(work.git("check-attr", "filter", path).endsWith("git-crypt"));
    }
  }

  @Test
  void valuesInUtf16WithWindowsLineEndsAndEmptyOnesComeBackByteForByte() {
    Map<String, byte[]> values =
        Map.of(
            "secret/utf16",
            "passwörd\r\n".getBytes(UTF_16),
            "secret/crlf",
            "A=1\r\nB=\r\n".getBytes(UTF_8),
            "secret/zeros",
            new byte[] {0, 0, 0},
            "secret/empty",
            new byte[0]);
    values.forEach((path, value) -> {
      CommitId made =
          estate.commit(change(estate.resolve(""), path, value, ANNA), ConflictMerge.NONE);
      assertThat(estate.tree(made).read(path)).contains(value);
      assertThat(pulled(path)).isEqualTo(value);
    });
    work.git("add", "--renormalize", ".");
    assertThat(work.git("status", "--porcelain")).as("every blob is the same").isEmpty();
  }

  @Test
  void ofTwoWhoChangeOneSecretAtOnceTheLaterIsShownTheEarliersCommit() throws Exception {
    CommitId base = estate.resolve("");
    List<Callable<CommitId>> both = new ArrayList<>();
    for (Author author : List.of(ANNA, BEN)) {
      byte[] value = "PASSWORD=%s\n".formatted(author.name()).getBytes(UTF_8);
      both.add(() -> {
        try (EstateRepository own = open(skep)) {
          own.resolve("");
          return own.commit(change(base, "secret/web.env", value, author), ConflictMerge.NONE);
        }
      });
    }
    List<CommitId> made = new ArrayList<>();
    List<Throwable> refused = new ArrayList<>();
    try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<CommitId> end : together.invokeAll(both)) {
        try {
          made.add(end.get());
        } catch (ExecutionException e) {
          refused.add(e.getCause());
        }
      }
    }
    assertThat(made).hasSize(1);
    assertThat(refused)
        .singleElement()
        .isInstanceOfSatisfying(
            ConflictException.class,
            conflict -> {
              assertThat(conflict.theirs()).isEqualTo(made.getFirst());
              assertThat(conflict)
                  .hasMessageContainingAll("secret/web.env", made.getFirst().brief());
            });
    assertThat(origin.git("rev-parse", "main")).isEqualTo(made.getFirst().sha());
    String author = origin.git("log", "-1", "--format=%an", "main");
    assertThat(pulled("secret/web.env")).asString(UTF_8).isEqualTo("PASSWORD=" + author + "\n");
    assertThat(origin.git("rev-parse", "main^")).isEqualTo(base.sha());
  }
}
