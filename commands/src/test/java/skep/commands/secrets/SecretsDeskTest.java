package skep.commands.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.commands.access.Access;
import skep.commands.access.Directory;
import skep.commands.planning.PlanMaker;
import skep.commands.planning.RepositoryEstates;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.release.Releases;
import skep.deploy.release.SwarmRecords;
import skep.deploy.simulated.Options;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.stack.StackLoader;
import skep.secrets.desk.DeskPerson;
import skep.secrets.desk.DeskWork.Edit;
import skep.secrets.desk.DeskWork.Saved;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.gitcrypt.KeyName;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.Unlock;
import skep.secrets.vault.KeyPath;
import skep.secrets.vault.SecretName;
import skep.secrets.vault.Vault;

/** The desk's work on a real encrypted repository. */
class SecretsDeskTest {
  private static final DeskPerson ANNA = new DeskPerson("a1", "anna");
  private static final String POLICY =
      """
      chat: {commands: [ops], alerts: ops-alerts}
      access: {secrets: {persons: {anna: a1}}}
      secrets: {desk: {anna: {subject: sub-of-anna, chat: a1}}}
      """;
  private static final SecretName PASSWORD = name("secret/web.env", "PASSWORD");

  @TempDir Path temp;
  private final SimulatedSwarm swarm = SimulatedSwarm.start(Options.QUICK);
  private final List<String> announced = new ArrayList<>();
  private final List<SecretValue> learnt = new ArrayList<>();
  private EncryptedEstate estate;
  private SecretsDesk desk;

  private static SecretName name(String path, String key) {
    return new SecretName(path, Optional.of(KeyPath.of(key)));
  }

  @BeforeEach
  void aDesk() throws IOException, GitAPIException {
    estate =
        new EncryptedEstate(
            temp,
            Map.of(
                "skep.yaml", POLICY.getBytes(UTF_8),
                "plain.env", "PASSWORD=not-for-here\n".getBytes(UTF_8)),
            new Unlock.WithKeys(List.of(GitCryptKey.generate(KeyName.DEFAULT))));
    estate.commit("Secrets", "secret/web.env", "PASSWORD=hunter2-hunter2\n");
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-29T12:00:00Z"));
    var estates = new RepositoryEstates(estate.repository);
    var records = new SwarmRecords(swarm);
    var loading = new PlanMaker.Loading(Map.of(), new StackLoader()::load, _ -> {}, estates::learn);
    desk =
        new SecretsDesk(
            new SecretsCommand.Kept(
                estates,
                estate.repository,
                new Vault(estate.repository),
                new Releases(records, clock)),
            new PlanMaker(swarm, records, RegistryCredentials.NONE, loading, clock),
            new Access(Directory.NONE),
            new SecretsDesk.Told(
                new Notice(announcement -> announced.add(announcement.text())),
                (_, _) -> "",
                Proposals.NONE,
                learnt::add),
            clock);
  }

  @AfterEach
  void end() {
    estate.close();
    swarm.close();
  }

  private CommitId head() {
    return estate.repository.resolve("");
  }

  @Test
  void whoSignsInIsWhoTheEstateSays() {
    assertThat(desk.person("sub-of-anna", "Anna")).contains(new DeskPerson("a1", "Anna"));
    assertThat(desk.person("sub-of-eve", "anna")).as("a name is no proof").isEmpty();
    assertThat(desk.refusal(ANNA)).isEmpty();
    assertThat(desk.refusal(new DeskPerson("b1", "anna"))).isPresent();
  }

  @Test
  void aValueIsShownAndTheRoomToldWithoutIt() {
    assertThat(desk.reveal(ANNA, PASSWORD, head())).contains(SecretValue.of("hunter2-hunter2"));
    assertThat(announced)
        .singleElement()
        .asString()
        .contains("@anna looked at `secret/web.env:PASSWORD`")
        .doesNotContain("hunter2");
  }

  @Test
  void whatIsNoSecretOfTheDefaultBranchIsNotShown() {
    assertThat(desk.reveal(ANNA, name("plain.env", "PASSWORD"), head())).isEmpty();
    assertThat(desk.reveal(ANNA, name("../etc/passwd", "x"), head())).isEmpty();
    assertThat(desk.reveal(ANNA, name("secret/web.env", "NONE"), head())).isEmpty();
    CommitId proposed =
        new Vault(estate.repository)
            .propose(
                PASSWORD,
                SecretValue.of("of-somebody-else"),
                head(),
                Authors.of(new skep.commands.chat.Person("b1", "ben")),
                "Proposed",
                "other");
    assertThat(desk.reveal(ANNA, PASSWORD, proposed)).isEmpty();
    assertThat(announced).isEmpty();
  }

  @Test
  void aChangeIsACommitByThePersonAndKnownToRedactionBeforeAnythingElse() {
    Saved saved =
        desk.save(ANNA, new Edit(PASSWORD, head(), SecretValue.of("another-value"), false));
    assertThat(saved).isInstanceOf(Saved.Done.class);
    assertThat(learnt).contains(SecretValue.of("another-value"));
    assertThat(estate.content("secret/web.env")).isEqualTo("PASSWORD=another-value\n");
    assertThat(estate.repository.history(head(), "secret/web.env", 1).getFirst().author())
        .isEqualTo("anna");
    assertThat(announced).singleElement().asString().contains("@anna changed", "commit `");
  }

  @Test
  void wherePolicySaysSoAndNoPullRequestCanBeOpenedTheBranchIsNamed() {
    estate.commit(
        "Policy",
        "skep.yaml",
        POLICY.replace("secrets: {desk", "secrets: {save: pull-request, desk"));

    Saved saved =
        desk.save(ANNA, new Edit(PASSWORD, head(), SecretValue.of("only-proposed"), false));

    assertThat(saved)
        .isInstanceOfSatisfying(
            Saved.Done.class,
            done ->
                assertThat(done.more())
                    .matches(
                        "It is on the branch secret/[0-9a-f]{8}: open a pull request from it, and merge it."));
    assertThat(desk.reveal(ANNA, PASSWORD, head())).contains(SecretValue.of("hunter2-hunter2"));
  }

  @Test
  void whatWouldBeInClearIsRefusedAndTold() {
    CommitId before = head();
    Saved saved =
        desk.save(
            ANNA, new Edit(name("plain.env", "PASSWORD"), before, SecretValue.of("v"), false));
    assertThat(saved)
        .isInstanceOfSatisfying(
            Saved.Refused.class, it -> assertThat(it.why()).contains("stored in clear"));
    assertThat(head()).isEqualTo(before);
    assertThat(announced).singleElement().asString().contains("could not change");
  }
}
