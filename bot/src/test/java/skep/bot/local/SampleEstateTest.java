package skep.bot.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
