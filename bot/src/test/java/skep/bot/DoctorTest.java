package skep.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skep.bot.health.Health;
import skep.bot.health.HealthServer;
import skep.bot.health.Metrics;
import skep.bot.health.Word;
import skep.bot.local.chat.LocalChat;
import skep.bot.wiring.Settings;

/** {@code skep doctor}, with systems that are well and with systems that are not. */
class DoctorTest {
  @TempDir Path temp;
  private final LocalChat chat = LocalChat.start(LocalChat.Options.onFreePort());
  private final Map<String, String> environment = new TreeMap<>();
  private TrainingEngine engine;
  private int status;

  @BeforeEach
  void allIsWell() throws IOException {
    engine = TrainingEngine.start(temp.resolve("e.sock"));
    environment.put("SKEP_ESTATE", temp.resolve("estate").toString());
    environment.put("DOCKER_HOST", engine.address());
    environment.put("ROCKETCHAT_URL", chat.url());
    environment.put("ROCKETCHAT_USER_ID", chat.botUserId());
    environment.put(
        "ROCKETCHAT_TOKEN", new String(chat.botToken().reveal(), StandardCharsets.UTF_8));
    estate("access: {deploy: {members-of: ops-deployers}}");
  }

  @AfterEach
  void stop() {
    engine.close();
    chat.close();
  }

  private void estate(String policy) {
    Path folder = temp.resolve("estate");
    try (Git git = Git.init().setInitialBranch("main").setDirectory(folder.toFile()).call()) {
      Files.writeString(folder.resolve("skep.yaml"), policy + "\nstacks: {web: {file: web.yml}}\n");
      Files.writeString(folder.resolve("web.yml"), "services: {app: {image: app:1}}\n");
      git.add().addFilepattern(".").call();
      git.commit().setSign(false).setMessage("m").setAuthor("a", "a@localhost").call();
    } catch (IOException | GitAPIException e) {
      throw new IllegalStateException(e);
    }
  }

  private String doctor() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    status = new Main(stream, stream, new Settings(environment)).run("doctor");
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whereAllIsWellEachSystemHasALine() {
    assertThat(doctor())
        .containsPattern("estate: +commit [0-9a-f]{10}, stacks: web")
        .contains("docker:  Docker 0, API 1.41, nodes: 1")
        .contains("backups: skep.yaml names none")
        .contains("chat:    @skep")
        .contains("access:  the rules of skep.yaml can be followed")
        .doesNotContain("BROKEN");
    assertThat(status).isZero();
  }

  @Test
  void aStorageOfBackupsThatAnswersIsNamedAndOneWithoutKeysIsBroken() throws IOException {
    String policy =
        """
        access: {backup: {members-of: ops-deployers}}
        backup:
          repository: %s/repository
          credentials: backup.env
          sources: {core: {on: every-node, paths: [/opt/core]}}
        """
            .formatted(temp);
    estate(policy);
    assertThat(doctor()).contains("backups: BROKEN", "RESTIC_PASSWORD");
    assertThat(status).isEqualTo(1);

    Files.createDirectory(temp.resolve("repository"));
    Files.writeString(temp.resolve("estate/backup.env"), "RESTIC_PASSWORD=correct-horse-battery\n");
    estate(policy);
    assertThat(doctor())
        .contains("backups: the storage answers; the first backup makes the repository there")
        .doesNotContain("correct-horse");
    assertThat(status).isZero();
  }

  @Test
  void withoutAChatServerTheRestIsExamined() {
    environment.keySet().removeIf(name -> name.startsWith("ROCKETCHAT"));
    assertThat(doctor()).contains("chat:    not configured", "docker:  Docker 0");
    assertThat(status).isZero();
  }

  @Test
  void anEngineThatIsAwayIsNamedAndHidesNothingElse() {
    engine.close();
    assertThat(doctor())
        .contains("docker:  BROKEN: the Docker engine at " + engine.address())
        .contains("Is it running, and may this user talk to it?")
        .contains("chat:    @skep");
    assertThat(status).isEqualTo(1);
  }

  @Test
  void aRuleAboutARoomTheBotIsNotInCannotBeFollowed() {
    estate("access: {deploy: {members-of: admins}}");
    assertThat(doctor()).contains("access:  BROKEN: I am in no private room #admins", "invite me");
    assertThat(status).isEqualTo(1);
  }

  @Test
  void aRuleAboutRolesTheBotMayNotReadCannotBeFollowed() {
    estate("access: {deploy: {roles: [admin]}}");
    assertThat(doctor()).contains("access:  BROKEN", "view-full-other-user-info");
    assertThat(status).isEqualTo(1);
  }

  @Test
  void anEstateThatIsNoRepositoryIsNamed() {
    environment.put("SKEP_ESTATE", temp.resolve("nowhere").toString());
    assertThat(doctor()).contains("estate:  BROKEN", temp.resolve("nowhere").toString());
    assertThat(status).isEqualTo(1);
  }

  @Test
  void aWrongTokenIsRefusedAndNotShown() {
    environment.put("ROCKETCHAT_TOKEN", "not-the-right-token");
    assertThat(doctor()).contains("chat:    BROKEN").doesNotContain("not-the-right-token");
    assertThat(status).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chat.example.org",
        "ftp://chat.example.org",
        "https://",
        "https://a b",
        "https://bot:hunter2@chat.example.org"
      })
  void anAddressThatIsNoneIsToldByItsVariable(String url) {
    environment.put("ROCKETCHAT_URL", url);
    assertThat(doctor()).contains("chat:    BROKEN: ROCKETCHAT_URL").doesNotContain("hunter2");
    assertThat(status).isEqualTo(1);
  }

  @Test
  void aKeyFileThatIsNoneIsToldByItsVariable() throws IOException {
    Path key = temp.resolve("key");
    environment.put("GIT_CRYPT_KEY_FILE", key.toString());
    String said = "estate:  BROKEN: GIT_CRYPT_KEY_FILE names " + key + ", which ";
    assertThat(doctor()).contains(said + "is not there: export the key");
    Files.createFile(key);
    assertThat(doctor()).contains(said + "holds no git-crypt key");
    Files.writeString(key, "-----BEGIN PGP MESSAGE-----\n");
    assertThat(doctor()).contains(said + "holds no git-crypt key");
    Files.delete(key);
    Files.createDirectory(key);
    assertThat(doctor()).contains(said + "cannot be read");
    assertThat(status).isEqualTo(1);
  }

  @Test
  void aGpgKeyFileThatIsNoneIsToldByItsVariable() throws IOException {
    Path key = temp.resolve("key.gpg");
    environment.put("GIT_CRYPT_GPG_KEY_FILE", key.toString());
    String said = "estate:  BROKEN: GIT_CRYPT_GPG_KEY_FILE names " + key + ", which ";
    assertThat(doctor()).contains(said + "is not there: export the key with gpg");
    Files.writeString(key, "hello");
    assertThat(doctor()).contains(said + "opens nothing");
    environment.put("GIT_CRYPT_KEY_FILE", key.toString());
    assertThat(doctor())
        .contains("BROKEN: give GIT_CRYPT_KEY_FILE or GIT_CRYPT_GPG_KEY_FILE, not both");
    assertThat(status).isEqualTo(1);
  }

  @Test
  void aMisspeltVariableIsAWarningOnly() {
    environment.put("SKEP_ESTAET", "x");
    assertThat(doctor()).contains("warning: SKEP_ESTAET", "did you mean SKEP_ESTATE?");
    assertThat(status).isZero();
  }

  @Test
  void whatTheBotSearchesIsAskedAtItsHealthPort() throws IOException {
    Files.createDirectories(temp.resolve("estate/runbooks"));
    Files.writeString(temp.resolve("estate/runbooks/disk.md"), "# The disk is full\n");
    estate("access: {}");
    assertThat(doctor())
        .contains(
            "runbooks: 1 files in runbooks; how new what is searched is, the bot's answers say");

    Health health = new Health(InstantSource.system());
    try (HealthServer server =
        HealthServer.start(0, health, new Metrics(health), text -> text.replace("abc", "•••"))) {
      server.says(
          HealthServer.RUNBOOKS, () -> new Word(true, "7 passages of commit abcd1234, as of noon"));
      environment.put("SKEP_HEALTH_PORT", Integer.toString(server.port()));

      assertThat(doctor())
          .contains("runbooks: 1 files in runbooks; the bot here: 7 passages of commit •••d1234");
    }
    assertThat(status).isZero();
  }

  @Test
  void aBotThatCannotReadItsRunbooksIsNotWell() {
    Health health = new Health(InstantSource.system());
    try (HealthServer server = HealthServer.start(0, health, new Metrics(health), text -> text)) {
      server.says(HealthServer.RUNBOOKS, () -> new Word(false, "not searched: the disk is full"));
      environment.put("SKEP_HEALTH_PORT", Integer.toString(server.port()));

      assertThat(doctor())
          .contains("runbooks: BROKEN: of the bot here: not searched: the disk is full");
    }
    assertThat(status).isEqualTo(1);
  }

  @Test
  void aRepositoryOfRunbooksThatIsNoneIsNamed() {
    estate(
        "runbooks: {repositories: {platform: {url: %s, paths: [docs]}}}"
            .formatted(temp.resolve("nothing")));
    assertThat(doctor())
        .contains("runbooks: BROKEN: runbooks.repositories.platform of skep.yaml cannot be read");
    assertThat(status).isEqualTo(1);
  }

  @Test
  void anEmbeddingEndpointThatIsAwayIsNamed() {
    environment.put("SKEP_EMBEDDING_URL", "http://127.0.0.1:9/v1");
    environment.put("SKEP_EMBEDDING_MODEL", "some-model");
    environment.put("SKEP_EMBEDDING_THRESHOLDS", "0.6/0.5");
    assertThat(doctor())
        .contains("runbooks: BROKEN: SKEP_EMBEDDING_URL: 127.0.0.1:9 cannot be reached");
    assertThat(status).isEqualTo(1);
  }
}
