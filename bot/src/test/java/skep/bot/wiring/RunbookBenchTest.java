package skep.bot.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.commands.Commands;
import skep.commands.access.Directory;
import skep.commands.ask.Runbooks;
import skep.commands.chat.Announcer;
import skep.commands.chat.Aside;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Room;
import skep.commands.deploy.IssueTracker;
import skep.commands.incidents.Background;
import skep.commands.incidents.Incidents;
import skep.commands.planning.Estates;
import skep.commands.planning.RepositoryEstates;
import skep.commands.secrets.SecretLinks;
import skep.deploy.plan.content.Labels;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.release.EmptyDraft;
import skep.deploy.release.Release;
import skep.deploy.simulated.Options;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.WritingSwarm;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.EstateRepository;

/** What a model is told of the Swarm while it answers: whose logs, and to whom. */
class RunbookBenchTest {
  private static final String WEB = "{file: stacks/web/stack.yml}";
  private static final String NOT_SHOWN = "Its log is not shown: ";

  @TempDir private Path temp;
  private final SimulatedSwarm swarm = SimulatedSwarm.start(Options.QUICK);
  private final KnownSecrets secrets = new KnownSecrets();
  private final LeakyModel model = new LeakyModel();
  private Git git;
  private Optional<Opened> opened = Optional.empty();

  private record Opened(EstateRepository repository, Runbooks runbooks, Bench bench) {}

  @BeforeEach
  void aService() throws GitAPIException {
    git = Git.init().setInitialBranch("main").setDirectory(temp.resolve("e").toFile()).call();
    ObjectNode spec = JsonNodeFactory.instance.objectNode().put("Name", "web_app");
    spec.putObject("Labels").put(Labels.NAMESPACE, "web");
    spec.putObject("Mode").putObject("Replicated").put("Replicas", 1);
    spec.putObject("TaskTemplate").putObject("ContainerSpec").put("Image", "example/app:1");
    swarm.createService(spec, RegistryCredential.NONE);
  }

  @AfterEach
  void close() {
    opened.ifPresent(one -> {
      one.runbooks().close();
      one.repository().close();
    });
    swarm.close();
    git.close();
  }

  @Test
  void whoMayDeployIsToldTheLogOfAReleaseWhoseValuesAreKnownWithoutThem() throws Exception {
    open(WEB);
    released(head());

    assertThat(asked("anna")).startsWith(":book:").doesNotContain("hunter2hunter2");
    assertThat(model.told())
        .contains("last_log_lines", "login (redacted) refused")
        .doesNotContain("hunter2hunter2", NOT_SHOWN);
  }

  @Test
  void whoMayNotDeployIsToldOfTasksAndOfNoLog() throws Exception {
    open(WEB);
    released(head());

    assertThat(asked("eve")).startsWith(":book:");
    assertThat(model.told())
        .contains("stack_state", "web_app")
        .doesNotContain("last_log_lines", "refused");
  }

  @Test
  void aStackWithRulesOfItsOwnShowsNoLogAlsoToThoseItNames() throws Exception {
    open("{file: stacks/web/stack.yml, access: {deploy: {persons: {anna: \"terminal:anna\"}}}}");
    released(head());

    notShown();
  }

  @Test
  void whatWasNeverReleasedMayHoldValuesNobodyKnows() throws Exception {
    open(WEB);

    notShown();
  }

  @Test
  void whereTheReleasesCommitIsGoneItsValuesAreNotKnown() throws Exception {
    open(WEB);
    released(new CommitId("c0ffee".repeat(6) + "c0ff"));

    notShown();
  }

  @Test
  void aStackWhoseFilesCannotBeReadShowsNoLog() throws Exception {
    open(WEB);
    write("stacks/web/stack.yml", "services: {app: {image: \"example/app:1\", replicas: many}}\n");
    commit();
    released(head());

    notShown();
  }

  @Test
  void aStackThatTheEstateDoesNotHaveShowsNoLog() throws Exception {
    open("{file: stacks/other/stack.yml}");
    released(head());

    notShown();
  }

  private void notShown() {
    assertThat(asked("anna")).startsWith(":book:");
    assertThat(model.told())
        .contains("last_log_lines", NOT_SHOWN)
        .doesNotContain("refused", "hunter2hunter2");
  }

  private String asked(String who) {
    Outcome outcome =
        new Commands(opened.orElseThrow().bench().commands(), secrets::redact)
            .handle(
                new Invocation(
                    "1",
                    new Person("terminal:" + who, who),
                    new Room("terminal", "terminal", true),
                    "terminal",
                    "/ask why does the stack web not start?",
                    Instant.EPOCH,
                    Invocation.Progress.NONE));
    return outcome.text();
  }

  private CommitId head() {
    return opened.orElseThrow().repository().resolve("");
  }

  private void released(CommitId commit) {
    opened
        .orElseThrow()
        .bench()
        .releases()
        .begin(EmptyDraft.of("web", commit, new Release.Actor("terminal:anna", "anna")))
        .end(Release.State.RELEASED, "");
  }

  private void write(String path, String content) throws IOException {
    Path file = temp.resolve("e").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void commit() throws GitAPIException {
    git.add().addFilepattern(".").call();
    git.commit().setSign(false).setMessage("Estate").setAuthor("Ann", "ann@localhost").call();
  }

  /**
   * @param web what {@code skep.yaml} says of the stack
   */
  private void open(String web) throws IOException, GitAPIException {
    String name = web.contains("other") ? "other" : "web";
    write(
        "skep.yaml",
        """
        chat: {commands: [ops]}
        access: {deploy: {persons: {anna: "terminal:anna"}}}
        stacks: {%s: %s}
        """
            .formatted(name, web));
    write(
        "stacks/%s/stack.yml".formatted(name),
        """
        services: {app: {image: "example/app:1", secrets: [password]}}
        secrets: {password: {environment: PASSWORD}}
        """);
    write("runbooks/web.md", "# The stack web does not start\n\nLook at its tasks.\n");
    commit();
    EstateRepository repository =
        EstateAccess.open(new Settings(Map.of()), temp.resolve("e").toString(), secrets);
    Estates estates = new RepositoryEstates(repository);
    Runbooks runbooks = questions().runbooks(estates, InstantSource.system());
    Bench bench =
        new Bench(
            WritingSwarm.over(swarm, "login hunter2hunter2 refused"),
            estates,
            repository,
            surroundings(runbooks));
    opened = Optional.of(new Opened(repository, runbooks, bench));
    bench.runbooks().look();
  }

  private Questions questions() {
    Questions usual =
        new RunbookSettings(
                new Settings(Map.of("SKEP_INDEX_FOLDER", temp.resolve("index").toString())),
                secrets)
            .questions("test");
    return AnsweredBy.model(model, usual);
  }

  private Bench.Surroundings surroundings(Runbooks runbooks) {
    return new Bench.Surroundings(
        Directory.NONE,
        RegistryCredentials.NONE,
        Map.of("PASSWORD", "hunter2hunter2"),
        secrets::redact,
        secrets::learn,
        _ -> {},
        Announcer.NONE,
        Incidents.LOGGED,
        IssueTracker.NONE,
        Aside.NONE,
        SecretLinks.NONE,
        (_, _) -> {},
        (_, _) -> {},
        questions(),
        runbooks,
        Background.NONE,
        InstantSource.system(),
        Pace.DEFAULT);
  }
}
