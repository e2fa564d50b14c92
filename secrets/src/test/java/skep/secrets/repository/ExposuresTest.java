package skep.secrets.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must never happen, done with the real git, past git-crypt where it would prevent it. */
class ExposuresTest {
  private static final String RULES = "secret/** filter=git-crypt diff=git-crypt\n";

  @TempDir Path temp;

  /** Of somebody who uses git-crypt. */
  private GitProgram careful;

  /** Of somebody who never installed it: their git knows no such filter, and stores in clear. */
  private GitProgram git;

  private CommitId good;
  private EstateRepository estate;

  @BeforeEach
  void anEstate() throws IOException {
    careful = GitProgram.init(Files.createDirectory(temp.resolve("careful")));
    careful.gitCrypt("init");
    careful.write(".gitattributes", RULES);
    careful.write("secret/web.env", "PASSWORD=x\n");
    careful.write("secret/empty", "");
    careful.write("open.txt", "open\n");
    good = careful.commit("good");
    git = careful.cloneInto(temp.resolve("careless"));
    estate = open(git);
  }

  private static EstateRepository open(GitProgram git) {
    return GitEstateRepository.open(
        RepositoryAddress.parse(git.directory().toString()),
        RepositoryLogin.NONE,
        new Unlock.WithNothing(),
        GitEstateRepository.DEADLINE);
  }

  @AfterEach
  void close() {
    estate.close();
  }

  private List<String> words(CommitId newest) {
    return estate.exposures(good, newest).stream().map(Exposure::words).toList();
  }

  @Test
  void wherePeopleUseGitCryptNothingIsFound() {
    careful.write("secret/web.env", "PASSWORD=y\n").write("secret/new", "z").write("b.txt", "b");
    careful.write(".gitattributes", RULES + "*.key filter=git-crypt\n").write("a.key", "k");
    CommitId more = careful.commit("more");
    try (EstateRepository theirs = open(careful)) {
      assertThat(theirs.exposures(good, more)).isEmpty();
      assertThat(theirs.exposures(good, good)).isEmpty();
    }
  }

  @Test
  void aFileInClearIsNamedWithItsCommit() {
    git.write("secret/api.env", "TOKEN=t\n");
    CommitId bad = git.commit("oops");
    assertThat(words(bad))
        .containsExactly(
            "secret/api.env is to be encrypted and is there in clear (commit %s)".formatted(bad));
  }

  @Test
  void whatWasPutRightAgainIsStillTold() {
    git.write("secret/api.env", "TOKEN=t\n");
    CommitId bad = git.commit("oops");
    git.git("rm", "-q", "secret/api.env");
    CommitId later = git.commit("removed");
    assertThat(estate.exposures(good, later)).extracting(Exposure::commit).containsExactly(bad);
    assertThat(estate.exposures(bad, later)).as("after it").isEmpty();
  }

  @Test
  void whatWasInClearLongBeforeIsToldOfTheCommitAsItStands() {
    git.write("secret/api.env", "TOKEN=t\n");
    CommitId bad = git.commit("oops");
    CommitId later = git.write("open.txt", "more\n").commit("other");
    assertThat(estate.exposures(bad, later))
        .containsExactly(new Exposure(later, "secret/api.env", Exposure.Kind.IN_CLEAR));
  }

  @Test
  void rulesThatStopToEncryptAreTold() {
    git.write(".gitattributes", "secret/other filter=git-crypt\n");
    CommitId bad = git.commit("rules");
    assertThat(estate.exposures(good, bad))
        .contains(new Exposure(bad, "secret/web.env", Exposure.Kind.NO_LONGER_ENCRYPTED));
    git.write("secret/.gitattributes", "web.env !filter\n").write(".gitattributes", RULES);
    CommitId worse = git.commit("nested");
    assertThat(words(worse)).anyMatch(it -> it.startsWith("secret/web.env was encrypted before"));
  }

  @Test
  void rulesThatStartToEncryptWhatIsInClearAreTold() {
    git.write(".gitattributes", RULES + "open.txt filter=git-crypt\n");
    git.git("add", ".gitattributes");
    git.git("commit", "-q", "-m", "only the rules");
    CommitId bad = new CommitId(git.git("rev-parse", "HEAD"));
    assertThat(estate.exposures(good, bad))
        .containsExactly(new Exposure(bad, "open.txt", Exposure.Kind.IN_CLEAR));
  }

  @Test
  void rulesThatAreALinkAreTold() throws IOException {
    git.git("mv", ".gitattributes", "rules");
    Files.createSymbolicLink(git.directory().resolve(".gitattributes"), Path.of("rules"));
    CommitId bad = git.commit("link");
    assertThat(estate.exposures(good, bad))
        .contains(new Exposure(bad, ".gitattributes", Exposure.Kind.LINKED_RULES));
  }

  @Test
  void whatAMergeBringsInIsToldOfTheCommitThatMadeIt() {
    git.git("checkout", "-q", "-b", "side");
    git.write("secret/api.env", "TOKEN=t\n");
    CommitId bad = git.commit("oops");
    git.git("checkout", "-q", "main");
    git.write("open.txt", "more\n").commit("main goes on");
    git.git("merge", "-q", "--no-edit", "side");
    CommitId merged = new CommitId(git.git("rev-parse", "HEAD"));
    assertThat(estate.exposures(good, merged))
        .contains(new Exposure(bad, "secret/api.env", Exposure.Kind.IN_CLEAR))
        .noneMatch(exposure -> exposure.commit().equals(merged));
  }
}
