package skep.commands.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.commands.access.Access;
import skep.commands.access.Directory;
import skep.commands.ask.Conversation.Line;
import skep.commands.chat.Person;
import skep.commands.chat.Room;
import skep.commands.planning.RepositoryEstates;
import skep.runbooks.answer.LanguageModel;
import skep.runbooks.answer.Usage;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.GitEstateRepository;
import skep.secrets.repository.RepositoryAddress;
import skep.secrets.repository.RepositoryLogin;
import skep.secrets.repository.Unlock;

class LearningTest {
  private static final Person ANNA = new Person("terminal:anna", "anna");
  private static final Person EVE = new Person("terminal:eve", "eve");
  private static final Room OPS = new Room("r1", "ops", false);
  private static final PersonIdent AUTHOR = new PersonIdent("Ann", "ann@localhost");

  @TempDir private Path folder;
  private Git git;
  private EstateRepository repository;
  private Learning learning;
  private final List<String> opened = new ArrayList<>();
  private final AtomicReference<LanguageModel> model = new AtomicReference<>();

  @BeforeEach
  void anEstate() throws GitAPIException, IOException {
    git = Git.init().setInitialBranch("main").setDirectory(folder.toFile()).call();
    Files.writeString(
        folder.resolve("skep.yaml"),
        "chat: {commands: [ops]}\naccess: {runbooks: {persons: {anna: \"terminal:anna\"}}}\n");
    Files.createDirectories(folder.resolve("runbooks"));
    Files.writeString(folder.resolve("runbooks/the-disk-is-full.md"), "# Another page\n");
    git.add().addFilepattern(".").call();
    git.commit().setSign(false).setMessage("Estate").setAuthor(AUTHOR).setCommitter(AUTHOR).call();
    repository =
        GitEstateRepository.open(
            RepositoryAddress.parse(folder.toString()),
            RepositoryLogin.NONE,
            new Unlock.WithNothing(),
            GitEstateRepository.DEADLINE);
    learning =
        new Learning(
            new RepositoryEstates(repository),
            repository,
            new Access(Directory.NONE),
            (branch, title) -> {
              opened.add(branch + " " + title);
              return Optional.of("https://git.example.org/pull/7");
            },
            _ -> Optional.ofNullable(model.get()),
            text -> text.replace("hunter2hunter2", "(redacted)"),
            InstantSource.system());
  }

  @AfterEach
  void close() {
    repository.close();
    git.close();
  }

  @Test
  void aSolvedThreadIsADraftOnABranchAndNotInTheEstate() {
    String said = learning.solved(thread("mongo2 is gone"), ANNA, OPS);

    assertThat(said)
        .startsWith(":memo: A draft of a runbook, `runbooks/mongo2-is-gone.md`:")
        .contains("https://git.example.org/pull/7");
    assertThat(opened).singleElement().asString().endsWith(" Runbook: mongo2 is gone");
    FileTree branch = tree(opened.getFirst().split(" ")[0]);
    assertThat(text(branch, "runbooks/mongo2-is-gone.md"))
        .startsWith("# mongo2 is gone")
        .contains("password (redacted) was wrong");
    assertThat(tree("").paths()).doesNotContain("runbooks/mongo2-is-gone.md");
  }

  @Test
  void aModelSumsTheThreadUpFromWhatWasSaidInIt() {
    model.set((_, _, _) ->
        new LanguageModel.Turn.Text(
            "The password (redacted) was wrong [2].\n1. Drop the database [2]", true, Usage.NONE));

    learning.solved(thread("mongo2 is gone"), ANNA, OPS);

    FileTree branch = tree(opened.getFirst().split(" ")[0]);
    assertThat(text(branch, "runbooks/mongo2-is-gone.md"))
        .contains("## Summary\nThe password (redacted) was wrong. [1]\n")
        .contains("the numbers say which:_\n\n- [1] @ben\n\n## Symptom")
        .doesNotContain("Drop the database", "## Steps");
  }

  @Test
  void theSameThreadIsDraftedOnce() {
    learning.solved(thread("mongo2 is gone"), ANNA, OPS);

    assertThat(learning.solved(thread("mongo2 is gone"), ANNA, OPS))
        .startsWith(":memo: There is a draft of this thread already");
    assertThat(opened).hasSize(1);
  }

  @Test
  void aPageOfTheSameNameIsLeftAlone() {
    learning.solved(thread("the disk is full"), ANNA, OPS);

    FileTree branch = tree(opened.getFirst().split(" ")[0]);
    assertThat(text(branch, "runbooks/the-disk-is-full.md")).isEqualTo("# Another page\n");
    assertThat(branch.paths())
        .filteredOn(path -> path.startsWith("runbooks/the-disk-is-full-"))
        .hasSize(1);
  }

  @Test
  void whoMayNotSaysNothingByIt() {
    assertThat(learning.may(EVE, OPS)).isFalse();
    assertThat(learning.may(ANNA, OPS)).isTrue();
  }

  private FileTree tree(String ref) {
    return repository.tree(repository.resolve(ref));
  }

  private static String text(FileTree tree, String path) {
    return new String(tree.read(path).orElseThrow(), StandardCharsets.UTF_8);
  }

  private static Conversation thread(String question) {
    Instant at = Instant.parse("2026-11-29T10:00:00Z");
    return new Conversation(
        "t1",
        List.of(
            new Line("anna", false, at, question, Optional.empty()),
            new Line("ben", false, at, "the password hunter2hunter2 was wrong", Optional.empty())));
  }
}
