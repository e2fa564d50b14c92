package skep.commands.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.Exposure;
import skep.secrets.repository.GitEstateRepository;
import skep.secrets.repository.RepositoryAddress;
import skep.secrets.repository.RepositoryLogin;
import skep.secrets.repository.Unlock;

/** What a pull request exposes is told where its authors see it. */
class PullRequestNotesTest {
  @TempDir Path work;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void twoPullRequests() throws IOException, GitAPIException {
    try (Git git = Git.init().setInitialBranch("main").setDirectory(work.toFile()).call()) {
      commit(git, ".gitattributes", "secret/** filter=git-crypt\n");
      ObjectId main = git.getRepository().resolve("HEAD");
      pull(git, 12, commit(git, "secret/web.env", "in clear"));
      git.reset()
          .setMode(org.eclipse.jgit.api.ResetCommand.ResetType.HARD)
          .setRef(main.name())
          .call();
      pull(git, 13, commit(git, "README", "harmless"));
      git.reset()
          .setMode(org.eclipse.jgit.api.ResetCommand.ResetType.HARD)
          .setRef(main.name())
          .call();
    }
  }

  private ObjectId commit(Git git, String path, String text) throws IOException, GitAPIException {
    Path file = work.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    git.add().addFilepattern(".").call();
    return git.commit().setSign(false).setMessage(path).setAuthor("a", "a@b").call().getId();
  }

  private static void pull(Git git, int number, ObjectId head) throws IOException {
    RefUpdate update = git.getRepository().updateRef("refs/pull/" + number + "/head");
    update.setNewObjectId(head);
    update.forceUpdate();
  }

  private void note(int pullRequest, List<Exposure> exposures) {
    exposures.forEach(exposure -> told.add(pullRequest + ": " + exposure.words()));
  }

  @Test
  void aPullRequestWithASecretInClearIsTold() {
    try (EstateRepository repository =
        GitEstateRepository.open(
            RepositoryAddress.parse(work.toString()),
            RepositoryLogin.NONE,
            new Unlock.WithNothing(),
            GitEstateRepository.DEADLINE)) {
      RepositoryEstates estates = new RepositoryEstates(repository, this::note);
      estates.at("");
      estates.at("pull/13");
      assertThat(told).isEmpty();
      estates.at("pull/12");
      assertThat(told)
          .singleElement()
          .asString()
          .startsWith("12: secret/web.env is to be encrypted and is there in clear (commit ");
    }
  }
}
