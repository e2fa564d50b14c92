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
  void itsBackupsAreOfAFolderBesideItAndComeOnce() throws Exception {
    SampleEstate estate = SampleEstate.at(temp.resolve("it's to try"), false);
    estate.backUp();
    BackupPolicy policy = policy(estate).orElseThrow();
    Path core = Path.of(policy.sources().get("core").paths().getFirst());
    assertThat(core).isEqualTo(temp.resolve("it's to try/backups/core"));
    assertThat(core.resolve("note.txt")).exists();

    estate.backUp();
    assertThat(policy(estate)).contains(policy);
    estate.dropPolicy();
    estate.backUp();
    assertThat(policy(estate)).as("taken away by a person").isEmpty();
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
