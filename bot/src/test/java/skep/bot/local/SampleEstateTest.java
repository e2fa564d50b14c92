package skep.bot.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.estate.Estate;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.GitEstateRepository;
import skep.secrets.repository.RepositoryAddress;
import skep.secrets.repository.RepositoryLogin;
import skep.secrets.repository.Unlock;

class SampleEstateTest {
  @TempDir Path temp;

  @Test
  void hasACleanMainAndANextBranch() throws Exception {
    Path estate = SampleEstate.at(temp.resolve("try"), false).directory();
    try (Git git = Git.open(estate.toFile())) {
      assertThat(git.status().call().isClean()).isTrue();
      assertThat(git.getRepository().getBranch()).isEqualTo("main");
      assertThat(git.branchList().call())
          .extracting(ref -> ref.getName())
          .containsExactly("refs/heads/main", "refs/heads/next");
    }
    assertThat(estate.resolve("stacks/web/stack.yml")).exists();
  }

  @Test
  void itsBackupsAreOfAFolderBesideItAndComeAndGo() throws Exception {
    SampleEstate estate = SampleEstate.at(temp.resolve("it's to try"), false);
    assertThat(estate.backUp(false)).isFalse();
    assertThat(estate.backUp(true)).isTrue();
    BackupPolicy policy = policy(estate).orElseThrow();
    Path core = Path.of(policy.sources().get("core").paths().getFirst());
    assertThat(core).isEqualTo(temp.resolve("it's to try/backups/core"));
    assertThat(core.resolve("note.txt")).exists();

    assertThat(estate.backUp(true)).isTrue();
    assertThat(policy(estate)).contains(policy);
    assertThat(estate.backUp(false)).as("on a real Swarm").isFalse();
    assertThat(policy(estate)).isEmpty();
    assertThat(estate.backUp(true)).isTrue();
    assertThat(policy(estate)).contains(policy);
  }

  @Test
  void whatAPersonMakesOfItsBackupsStays() throws Exception {
    SampleEstate estate = SampleEstate.at(temp.resolve("try"), false);
    Path skep = estate.directory().resolve("skep.yaml");
    String own = Files.readString(skep) + "# Mine.\n";
    Files.writeString(skep, own);
    assertThat(estate.backUp(true)).as("about to be committed").isFalse();
    assertThat(Files.readString(skep)).isEqualTo(own);

    SampleEstate another = SampleEstate.at(temp.resolve("other"), false);
    another.backUp(true);
    another.dropPolicy();
    assertThat(another.backUp(true)).as("taken away").isFalse();
    assertThat(policy(another)).isEmpty();
  }

  private static Optional<BackupPolicy> policy(SampleEstate estate) {
    try (EstateRepository repository =
        GitEstateRepository.open(
            RepositoryAddress.parse(estate.directory().toString()),
            RepositoryLogin.NONE,
            new Unlock.WithNothing(),
            GitEstateRepository.DEADLINE)) {
      return Estate.read(repository.tree(repository.resolve(""))).backup();
    }
  }

  @Test
  void keepsWhatAPersonChangedUntilStartedFresh() throws Exception {
    Path skep = SampleEstate.at(temp.resolve("try"), false).directory().resolve("skep.yaml");
    Files.writeString(skep, "# mine");
    SampleEstate.at(temp.resolve("try"), false);
    assertThat(skep).hasContent("# mine");
    SampleEstate.at(temp.resolve("try"), true);
    assertThat(Files.readString(skep)).contains("chat:");
  }

  @Test
  void aLinkInItsPlaceIsRefused() throws IOException {
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Files.createSymbolicLink(temp.resolve("try"), elsewhere);
    assertThatThrownBy(() -> SampleEstate.at(temp.resolve("try"), false))
        .hasRootCauseMessage(temp.resolve("try") + " belongs to somebody else");
  }
}
