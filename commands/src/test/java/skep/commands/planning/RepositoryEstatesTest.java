package skep.commands.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.Exposure;
import skep.secrets.repository.GitEstateRepository;
import skep.secrets.repository.RepositoryAddress;
import skep.secrets.repository.RepositoryLogin;
import skep.secrets.repository.Unlock;

/** A git repository as commands see it. Whoever commits here has no git-crypt. */
class RepositoryEstatesTest {
  private static final String RULES = "secret/** filter=git-crypt\n";
  private static final PersonIdent AUTHOR = new PersonIdent("Ann", "ann@localhost");

  @TempDir Path folder;
  private Git git;
  private EstateRepository repository;

  @BeforeEach
  void anEstate() throws GitAPIException, IOException {
    git = Git.init().setInitialBranch("main").setDirectory(folder.toFile()).call();
    commit(Map.of("skep.yaml", "chat: {commands: [ops]}\n", ".gitattributes", RULES));
    repository =
        GitEstateRepository.open(
            RepositoryAddress.parse(folder.toString()),
            RepositoryLogin.NONE,
            new Unlock.WithNothing(),
            GitEstateRepository.DEADLINE);
  }

  @AfterEach
  void close() {
    repository.close();
    git.close();
  }

  private void commit(Map<String, String> files) throws GitAPIException, IOException {
    for (var file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    git.add().addFilepattern(".").call();
    git.commit().setSign(false).setMessage("Change").setAuthor(AUTHOR).setCommitter(AUTHOR).call();
  }

  @Test
  void theNewestCommitTellsWhatItHasInClear() throws GitAPIException, IOException {
    var estates = new RepositoryEstates(repository);
    assertThat(estates.at("").exposures()).isEmpty();
    commit(Map.of("secret/web.env", "PASSWORD=x\n"));
    assertThat(estates.at("").exposures())
        .extracting(Exposure::path)
        .containsExactly("secret/web.env");
    commit(Map.of(".gitattributes", "\n"));
    assertThat(estates.at("").exposures()).as("as it stands").isEmpty();
  }

  @Test
  void aBranchTellsWhatAnyOfItsOwnCommitsHadInClear() throws GitAPIException, IOException {
    git.checkout().setCreateBranch(true).setName("feature").call();
    commit(Map.of("secret/web.env", "PASSWORD=x\n"));
    Files.delete(folder.resolve("secret/web.env"));
    git.rm().addFilepattern("secret/web.env").call();
    commit(Map.of("other", "x"));
    git.checkout().setName("main").call();

    var estates = new RepositoryEstates(repository);
    assertThat(estates.at("feature").exposures())
        .extracting(Exposure::path)
        .containsExactly("secret/web.env");
    assertThat(estates.at("").exposures()).isEmpty();
  }
}
