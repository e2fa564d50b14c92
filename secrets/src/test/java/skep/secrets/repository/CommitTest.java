package skep.secrets.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skep.secrets.gitcrypt.EncryptedBlob;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.EstateChange.Author;

/** Skep commits to an estate that people use with the real git and git-crypt. */
class CommitTest {
  private static final Author ANNA = new Author("Anna Example", "anna@example.org");

  @TempDir Path temp;
  private GitProgram origin;
  private GitProgram annas;
  private CommitId first;
  private EstateRepository estate;

  @BeforeEach
  void anEstateThatPeopleUse() throws IOException {
    origin = GitProgram.bare(Files.createDirectory(temp.resolve("origin.git")));
    annas = origin.cloneInto(temp.resolve("annas"));
    annas.gitCrypt("init");
    annas.gitCrypt("export-key", temp.resolve("key").toString());
    annas.write(".gitattributes", "secret/** filter=git-crypt diff=git-crypt\n");
    annas.write("secret/web.env", "PASSWORD=old-password\nUSER=web\n");
    annas.write("stack.yml", "services: {}\n");
    first = annas.commit("first");
    annas.git("push", "-q", "origin", "main");
    estate = open("file://" + origin.directory());
  }

  @AfterEach
  void close() {
    estate.close();
  }

  private EstateRepository open(String address) {
    return open(address, RepositoryLogin.NONE);
  }

  private EstateRepository overHttp(GitHttpServer server) {
    var token = Optional.of(SecretValue.of("token"));
    return open(
        server.address("origin.git"),
        new RepositoryLogin(Optional.of("skep"), token, Optional.empty(), Optional.empty()));
  }

  private EstateRepository open(String address, RepositoryLogin login) {
    try {
      GitCryptKey key = GitCryptKey.parse(Files.readAllBytes(temp.resolve("key")));
      return GitEstateRepository.open(
          RepositoryAddress.parse(address),
          login,
          new Unlock.WithKeys(List.of(key)),
          GitEstateRepository.DEADLINE);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static EstateChange change(CommitId base, String path, String content) {
    return EstateChange.of(
        base, Map.of(path, Optional.of(content.getBytes(UTF_8))), ANNA, "Rotate " + path);
  }

  private CommitId commit(CommitId base, String path, String content) {
    return estate.commit(change(base, path, content), ConflictMerge.NONE);
  }

  private String pulled(String path) {
    annas.git("pull", "-q", "--rebase");
    return new String(annas.read(path), UTF_8);
  }

  private String stored(CommitId commit, String path) {
    return origin.git("cat-file", "-p", commit.sha() + ":" + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file://", ""})
  void whatIsCommittedIsEncryptedAndPeopleGetItInClear(String scheme) {
    try (EstateRepository other = open(scheme + origin.directory())) {
      CommitId base = other.resolve("");
      CommitId made =
          other.commit(
              change(base, "secret/web.env", "PASSWORD=new-password\n"), ConflictMerge.NONE);

      assertThat(stored(made, "secret/web.env")).contains("GITCRYPT").doesNotContain("password");
      assertThat(pulled("secret/web.env")).isEqualTo("PASSWORD=new-password\n");
      assertThat(annas.git("status", "--porcelain")).isEmpty();
      assertThat(annas.gitCrypt("status")).doesNotContain("WARNING");
      assertThat(other.resolve("")).isEqualTo(made);
      assertThat(other.tree(made).read("secret/web.env"))
          .hasValueSatisfying(read -> assertThat(read).asString().contains("new-password"));
    }
  }

  @Test
  void nothingInClearIsEverInTheObjectDatabaseOnEitherSide() throws IOException {
    commit(first, "secret/web.env", "PASSWORD=a-value-in-no-object\n");
    for (String id :
        origin.git("cat-file", "--batch-all-objects", "--batch-check").lines().toList()) {
      assertThat(origin.git("cat-file", id.split(" ")[1], id.split(" ")[0]))
          .doesNotContain("a-value-in-no-object");
    }
    try (var files = Files.walk(temp)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(
                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("a-value-in-no-object");
      }
    }
  }

  @Test
  void thePersonIsTheAuthorAndSkepTheCommitter() {
    CommitId made = commit(first, "secret/web.env", "PASSWORD=x\n");
    assertThat(origin.git("log", "-1", "--format=%an <%ae>|%cn|%s", made.sha()))
        .isEqualTo("Anna Example <anna@example.org>|Skep|Rotate secret/web.env");
  }

  @Test
  void aContentThatIsThereAlreadyMakesNoCommit() {
    assertThat(commit(first, "secret/web.env", "PASSWORD=old-password\nUSER=web\n"))
        .isEqualTo(first);
    assertThat(origin.git("rev-parse", "main")).isEqualTo(first.sha());
  }

  @Test
  void filesOfOneCommitComeAndGoTogether() {
    var files = new TreeMap<String, Optional<byte[]>>();
    files.put("secret/web.env", Optional.empty());
    files.put("secret/deep/er/new.key", Optional.of(new byte[] {0, 1, 2}));
    files.put("notes.txt", Optional.of("in clear".getBytes(UTF_8)));
    CommitId made = estate.commit(new EstateChange(first, files, ANNA, "Move"), ConflictMerge.NONE);

    assertThat(origin.git("ls-tree", "-r", "--name-only", made.sha()).lines())
        .containsExactly(".gitattributes", "notes.txt", "secret/deep/er/new.key", "stack.yml");
    assertThat(stored(made, "notes.txt")).isEqualTo("in clear");
    pulled("notes.txt");
    assertThat(annas.read("secret/deep/er/new.key")).containsExactly(0, 1, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*.key filter=git-crypt | any/where/a.key | true",
        "/a.key filter=git-crypt | sub/a.key | false",
        "/a.key filter=git-crypt | a.key | true",
        "sub/** filter=git-crypt | sub/x/y | true",
        "sub/** filter=git-crypt\\nsub/open !filter | sub/open | false",
        "sub/** filter=git-crypt\\nsub/open -filter | sub/open | false",
        "[attr]hidden filter=git-crypt diff=git-crypt\\n*.pem hidden | x/y.pem | true",
        "*.pem filter=lfs | y.pem | false",
        "\"with space/*\" filter=git-crypt | with space/x | true",
        "**/deep/*.yml filter=git-crypt | a/b/deep/c.yml | true",
        "*.y[a-m]l filter=git-crypt | c.yal | true",
        "*.p?m filter=git-crypt | c.pom | true"
      })
  void theFilesOwnRulesDecideAsWithGit(String rules, String path, boolean isEncrypted) {
    annas.write(".gitattributes", rules.replace("\\n", "\n") + "\n");
    annas.commit("rules");
    annas.git("push", "-q", "origin", "main");
    CommitId base = estate.resolve("");

    CommitId made = commit(base, path, "content of it");

    byte[] blob = stored(made, path).getBytes(UTF_8);
    assertThat(EncryptedBlob.isEncrypted(blob)).isEqualTo(isEncrypted);
    assertThat(pulled(path)).isEqualTo("content of it");
    assertThat(annas.git("check-attr", "filter", path).endsWith("filter: git-crypt"))
        .isEqualTo(isEncrypted);
    assertThat(annas.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void aNestedRuleAndOneOfTheSameCommitCount() {
    var files = new TreeMap<String, Optional<byte[]>>();
    files.put("apps/.gitattributes", Optional.of("*.env filter=git-crypt\n".getBytes(UTF_8)));
    files.put("apps/web/a.env", Optional.of("A=1\n".getBytes(UTF_8)));
    CommitId made = estate.commit(new EstateChange(first, files, ANNA, "Apps"), ConflictMerge.NONE);
    assertThat(stored(made, "apps/web/a.env")).contains("GITCRYPT");
    assertThat(pulled("apps/web/a.env")).isEqualTo("A=1\n");
  }

  @Test
  void aKeyThatIsNotAtHandIsToldAndNothingIsCommitted() {
    annas.write(".gitattributes", "secret/** filter=git-crypt-other\n");
    annas.git("add", ".gitattributes");
    annas.git("commit", "-q", "-m", "other");
    annas.git("push", "-q", "origin", "main");
    CommitId base = estate.resolve("");
    assertThatThrownBy(() -> commit(base, "secret/new.env", "A=1\n"))
        .isInstanceOf(LockedFileException.class)
        .hasMessageContainingAll("secret/new.env", "the key other");
    assertThat(origin.git("rev-parse", "main")).isEqualTo(base.sha());
  }

  @Test
  void rulesThatAreALinkAreRefused() {
    annas.git("rm", "-q", "--cached", ".gitattributes");
    annas.git("config", "core.symlinks", "true");
    annas.directory().resolve(".gitattributes").toFile().delete();
    annas.write("rules", "secret/** filter=git-crypt\n");
    link(annas.directory().resolve(".gitattributes"), "rules");
    annas.git("add", ".gitattributes", "rules");
    annas.git("commit", "-q", "-m", "linked");
    annas.git("push", "-q", "origin", "main");
    CommitId base = estate.resolve("");
    assertThatThrownBy(() -> commit(base, "secret/new.env", "A=1\n"))
        .isInstanceOf(UnsafePathException.class)
        .hasMessageContainingAll(".gitattributes", "symbolic link");
  }

  private static void link(Path from, String to) {
    try {
      Files.createSymbolicLink(from, Path.of(to));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aBranchThatMovedGetsTheChangeUponItsNewestCommit() {
    estate.resolve("");
    annas.write("stack.yml", "services: {web: {}}\n");
    CommitId theirs = annas.commit("theirs");
    annas.git("push", "-q", "origin", "main");

    CommitId made = commit(first, "secret/web.env", "PASSWORD=new\n");

    assertThat(origin.git("rev-parse", made.sha() + "^")).isEqualTo(theirs.sha());
    assertThat(pulled("stack.yml")).contains("web");
    assertThat(pulled("secret/web.env")).isEqualTo("PASSWORD=new\n");
  }

  @Test
  void aFileThatWasChangedOnBothSidesIsMergedInClear() {
    annas.write("secret/web.env", "PASSWORD=old-password\nUSER=theirs\n");
    annas.commit("theirs");
    annas.git("push", "-q", "origin", "main");
    List<String> seen = new ArrayList<>();

    estate.commit(
        change(first, "secret/web.env", "PASSWORD=ours\nUSER=web\n"),
        (path, base, theirs, ours) -> {
          seen.add(path);
          for (Optional<byte[]> side : List.of(base, theirs, ours)) {
            seen.add(new String(side.orElseThrow(), UTF_8));
          }
          return Optional.of("PASSWORD=ours\nUSER=theirs\n".getBytes(UTF_8));
        });

    assertThat(seen)
        .containsExactly(
            "secret/web.env",
            "PASSWORD=old-password\nUSER=web\n",
            "PASSWORD=old-password\nUSER=theirs\n",
            "PASSWORD=ours\nUSER=web\n");
    assertThat(pulled("secret/web.env")).isEqualTo("PASSWORD=ours\nUSER=theirs\n");
  }

  @Test
  void changesThatContradictEachOtherAreRefusedWithTheOtherCommit() {
    annas.write("secret/web.env", "PASSWORD=theirs\n");
    CommitId theirs = annas.commit("theirs");
    annas.git("push", "-q", "origin", "main");

    assertThatThrownBy(() -> commit(first, "secret/web.env", "PASSWORD=ours\n"))
        .isInstanceOfSatisfying(
            ConflictException.class,
            conflict -> {
              assertThat(conflict.path()).isEqualTo("secret/web.env");
              assertThat(conflict.theirs()).isEqualTo(theirs);
            })
        .hasMessageNotContaining("PASSWORD");
    assertThat(origin.git("rev-parse", "main")).isEqualTo(theirs.sha());
  }

  @Test
  void manyAtOnceAreAllThereInTheEnd() throws Exception {
    List<Callable<CommitId>> all = new ArrayList<>();
    try (var server = new GitHttpServer(temp, "skep", "token");
        var together = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 6; i++) {
        String path = "secret/" + i;
        all.add(() -> {
          try (EstateRepository own = overHttp(server)) {
            return own.commit(change(own.resolve(""), path, path), ConflictMerge.NONE);
          }
        });
      }
      for (Future<CommitId> made : together.invokeAll(all)) {
        made.get();
      }
    }
    assertThat(origin.git("rev-list", "--count", "main")).isEqualTo("7");
    for (int i = 0; i < 6; i++) {
      assertThat(pulled("secret/" + i)).isEqualTo("secret/" + i);
    }
  }

  @Test
  void aProtectedBranchSaysWhyAndNothingIsChanged() throws IOException {
    Path hook = origin.directory().resolve("hooks/pre-receive");
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\necho main is protected\nexit 1\n");
    hook.toFile().setExecutable(true);
    try (var server = new GitHttpServer(temp, "skep", "token");
        EstateRepository remote = overHttp(server)) {
      assertThatThrownBy(() ->
              remote.commit(change(first, "secret/web.env", "PASSWORD=x\n"), ConflictMerge.NONE))
          .isInstanceOf(RepositoryException.class)
          .hasMessageContainingAll(
              "does not take the commit", "hook", "is main protected, and may Skep push to it?");
    }
    assertThat(origin.git("rev-parse", "main")).isEqualTo(first.sha());
  }

  @Test
  void whereFilesAreCheckedOutNothingIsCommitted() {
    try (EstateRepository checkedOut = open(annas.directory().toString())) {
      assertThatThrownBy(
              () -> checkedOut.commit(change(first, "stack.yml", "x"), ConflictMerge.NONE))
          .isInstanceOf(RepositoryException.class)
          .hasMessageContainingAll("checked out", "bare repository");
    }
    assertThat(annas.git("status", "--porcelain")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "/x", "a/../x", "a\0b", ""})
  void aPathThatLeadsOutIsRefused(String path) {
    assertThatThrownBy(() -> commit(first, path, "x")).isInstanceOf(UnsafePathException.class);
  }
}
