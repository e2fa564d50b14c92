package skep.commands.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand.ResetType;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.RefUpdate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.commands.incidents.OnePage;
import skep.commands.planning.RepositoryEstates;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.GitEstateRepository;
import skep.secrets.repository.RepositoryAddress;
import skep.secrets.repository.RepositoryLogin;
import skep.secrets.repository.Unlock;

class ExposureWatchTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path work;
  private final List<String> told = new ArrayList<>();
  private final List<Integer> noted = new ArrayList<>();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-29T12:00:00Z"));
  private Git git;
  private EstateRepository repository;
  private ExposureWatch watch;

  @BeforeEach
  void anEstate() throws IOException, GitAPIException {
    git = Git.init().setInitialBranch("main").setDirectory(work.toFile()).call();
    commit(".gitattributes", "secret/** filter=git-crypt\n");
    commit("skep.yaml", "chat: {alerts: ops-alerts}\n");
    repository =
        GitEstateRepository.open(
            RepositoryAddress.parse(work.toString()),
            RepositoryLogin.NONE,
            new Unlock.WithNothing(),
            GitEstateRepository.DEADLINE);
    watch =
        new ExposureWatch(
            new RepositoryEstates(repository, (number, _) -> noted.add(number)),
            repository,
            new Notice(announcement -> told.add(announcement.text()), new OnePage()),
            now::get,
            MINUTE);
  }

  @AfterEach
  void end() {
    repository.close();
    git.close();
  }

  private void commit(String path, String text) throws IOException, GitAPIException {
    Path file = work.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    git.add().addFilepattern(".").call();
    git.commit().setSign(false).setMessage(path).setAuthor("a", "a@b").call();
  }

  /** A pull request with this file in clear, the branch as it was. */
  private void pull(int number, String path) throws IOException, GitAPIException {
    var main = git.getRepository().resolve("HEAD");
    commit(path, "in clear");
    RefUpdate update = git.getRepository().updateRef("refs/pull/" + number + "/head");
    update.setNewObjectId(git.getRepository().resolve("HEAD"));
    update.forceUpdate();
    git.reset().setMode(ResetType.HARD).setRef(main.name()).call();
  }

  private void look() {
    now.set(now.get().plus(MINUTE));
    watch.look();
  }

  @Test
  void aPushWithASecretInClearIsToldOnce() throws IOException, GitAPIException {
    look();
    assertThat(told).isEmpty();
    commit("secret/web.env", "in clear");
    watch.look();
    assertThat(told).as("not before a minute is over").isEmpty();
    look();
    look();
    assertThat(told)
        .singleElement()
        .asString()
        .contains(
            "in clear in the default branch", "secret/web.env is to be encrypted", OnePage.PAGE);
  }

  @Test
  void aPullRequestIsLookedAtWhenItIsNewAndWhenItMoves() throws IOException, GitAPIException {
    pull(1, "secret/old.env");
    look();
    assertThat(told).as("those of before the bot").isEmpty();
    pull(2, "README");
    pull(3, "secret/new.env");
    look();
    look();
    assertThat(told).singleElement().asString().contains("pull request 3", "secret/new.env");
    assertThat(noted).as("and gets a comment").containsExactly(3);
    pull(2, "secret/later.env");
    look();
    assertThat(told).hasSize(2).last().asString().contains("pull request 2");
  }
}
