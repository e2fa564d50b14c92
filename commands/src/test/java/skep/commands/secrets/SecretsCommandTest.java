package skep.commands.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skep.commands.Commands;
import skep.commands.access.Access;
import skep.commands.access.Directory;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Room;
import skep.commands.planning.PlanMaker;
import skep.commands.planning.RepositoryEstates;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.release.Releases;
import skep.deploy.release.SwarmRecords;
import skep.deploy.simulated.Options;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.stack.StackLoader;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.gitcrypt.KeyName;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.Unlock;
import skep.secrets.vault.Vault;

/** {@code /secrets} of a real repository with encrypted files. */
class SecretsCommandTest {
  private static final String STACK =
      """
      services:
        app:
          image: example/app:1
          env_file: ../../secret/web.env
          secrets: [tls]
      secrets:
        tls: {file: ../../secret/tls.pem}
      """;

  @TempDir Path temp;
  private final SimulatedSwarm swarm = SimulatedSwarm.start(Options.QUICK);
  private EncryptedEstate estate;
  private EstateRepository repository;
  private Commands commands;
  private final List<String> whispered = new ArrayList<>();
  private final List<String> announced = new ArrayList<>();
  private final List<SecretValue> learnt = new ArrayList<>();
  private final Recorded deployed = new Recorded();

  /** Stands in for {@code /deploy}, which has tests of its own. */
  private static final class Recorded implements Deployments {
    final List<String> stacks = new ArrayList<>();
    Optional<Outcome> refusal = Optional.empty();

    @Override
    public Optional<Outcome> refusal(Invocation in, Collection<String> asked) {
      return refusal;
    }

    @Override
    public Outcome deploy(Invocation in, Collection<String> asked) {
      stacks.addAll(asked);
      return new Outcome.Waiting("the plan", "7k2q", "/deploy approve 7k2q", List.of());
    }
  }

  @BeforeEach
  void anEstate() throws IOException, GitAPIException {
    estate =
        new EncryptedEstate(
            temp,
            Map.of(
                "skep.yaml",
                    "chat: {commands: [ops]}\naccess: {secrets: {persons: {anna: a1}}}\n"
                        .getBytes(UTF_8),
                "stacks/web/stack.yml", STACK.getBytes(UTF_8)),
            new Unlock.WithKeys(List.of(GitCryptKey.generate(KeyName.DEFAULT))));
    repository = estate.repository;
    commit("Two secrets", "secret/web.env", "PASSWORD=hunter2-hunter2\nUSER=web-user\n");
    commit("The certificate", "secret/tls.pem", "-----BEGIN-----");
    commit("Left over", "secret/old.yml", "token: never-shown\n");
    commands = commands();
  }

  private void commit(String message, String path, String content) {
    estate.commit(message, path, content);
  }

  private Commands commands() {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-28T12:00:00Z"));
    var estates = new RepositoryEstates(repository);
    var records = new SwarmRecords(swarm);
    var loading = new PlanMaker.Loading(Map.of(), new StackLoader()::load, _ -> {}, estates::learn);
    var plans = new PlanMaker(swarm, records, RegistryCredentials.NONE, loading, clock);
    var kept =
        new SecretsCommand.Kept(
            estates, repository, new Vault(repository), new Releases(records, clock));
    var secrets =
        new SecretsCommand(
            kept,
            plans,
            new Access(Directory.NONE),
            deployed,
            new SecretsCommand.Told(
                (name, person) -> Optional.of("https://desk/#" + name + "/" + person.id()),
                (person, text) -> whispered.add(person.id() + ": " + text),
                announcement -> announced.add(announcement.text()),
                learnt::add),
            clock);
    return new Commands(Map.of("secrets", secrets), text -> text);
  }

  @AfterEach
  void close() {
    estate.close();
    swarm.close();
  }

  private Outcome says(String id, String line) {
    return commands.handle(
        new Invocation(
            "m1",
            new Person(id, id),
            new Room("r1", "ops", false),
            "m1",
            line,
            Instant.EPOCH,
            Invocation.Progress.NONE));
  }

  private String anna(String line) {
    Outcome outcome = says("a1", line);
    assertThat(outcome).as(outcome.text()).isInstanceOf(Outcome.Done.class);
    assertThat(outcome.text())
        .doesNotContain("hunter2-hunter2", "web-user", "BEGIN", "never-shown", "other-value");
    return outcome.text();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/secrets", "/secrets list"})
  void allOfThemWithTheirKeysAndStacks(String line) {
    assertThat(anna(line).lines())
        .hasSize(4)
        .anyMatch(it ->
            it.contains("`secret/web.env`: `PASSWORD` (today), `USER` (today); used by *web*"))
        .anyMatch(it -> it.contains("`secret/tls.pem` (today); used by *web*"))
        .anyMatch(it -> it.contains("`secret/old.yml`: `token` (today); used by no stack"));
  }

  @Test
  void whoChangedWhatAndWhen() {
    commit("Rotate", "secret/web.env", "PASSWORD=other-value-1\nTOKEN=other-value-2\n");
    assertThat(anna("/secrets history web.env").lines())
        .hasSize(3)
        .element(1)
        .asString()
        .contains("by `Ben`", "changed `PASSWORD`, added `TOKEN`, removed `USER`; `Rotate`");
    assertThat(anna("/secrets history secret/tls.pem")).contains("added; `The certificate`");
  }

  @Test
  void aNameThatIsNoneGetsTheNearest() {
    assertThat(says("a1", "/secrets history web.evn"))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.next()).isEqualTo("/secrets history secret/web.env"));
  }

  @Test
  void whatACommitChangesAgainstTheDefaultBranch() {
    String before = repository.resolve("").sha();
    commit("Rotate", "secret/web.env", "PASSWORD=other-value\nUSER=web-user\n");
    assertThat(anna("/secrets diff " + before))
        .contains("against the default branch", "`secret/web.env`: changed `PASSWORD`");
    assertThat(anna("/secrets diff")).contains("No stack that was deployed");
  }

  @Test
  void anEstateWithoutRecipientsSaysSo() {
    assertThat(anna("/secrets recipients")).contains("no recipients", "git-crypt add-gpg-user");
    commit("Ben", ".git-crypt/keys/default/0/" + "AB".repeat(20) + ".gpg", "x");
    assertThat(anna("/secrets recipients"))
        .contains("`" + "AB".repeat(20) + "` opens the default key");
  }

  private Outcome.Refused refused(String line) {
    Outcome outcome = says("a1", line);
    assertThat(outcome).as(outcome.text()).isInstanceOf(Outcome.Refused.class);
    return (Outcome.Refused) outcome;
  }

  private void rules(String secrets) {
    commit(
        "Rules",
        "skep.yaml",
        "chat: {commands: [ops], alerts: ops-alerts}\naccess: {secrets: {persons: {anna: a1}}}\n"
            + secrets);
  }

  private String password() {
    return estate.content("secret/web.env");
  }

  @Test
  void settingGivesALinkInPrivateAndNowhereElse() {
    assertThat(anna("/secrets set web.env:PASSWORD"))
        .contains("@a1", "`secret/web.env:PASSWORD`")
        .doesNotContain("https://desk");
    assertThat(whispered)
        .singleElement()
        .asString()
        .startsWith("a1: Change")
        .contains("https://desk/#secret/web.env:PASSWORD/a1", "ten minutes");
  }

  @Test
  void aValueThatWasTypedIsNotTakenAndHasToBeChanged() {
    Outcome.Refused refused = refused("/secrets set web.env:PASSWORD (deleted)");
    assertThat(refused.text()).contains("I did not take it", "I deleted your message");
    assertThat(refused.next()).isEqualTo("/secrets set web.env:PASSWORD");
    assertThat(refused("/secrets set web.env:PASSWORD (left)").text())
        .contains("delete it yourself, now");
    assertThat(says("b1", "/secrets set web.env:PASSWORD (deleted)").text())
        .contains("I deleted your message");
  }

  @Test
  void rotatingMakesANewValueCommitsItAndProposesThePlan() {
    rules("secrets: {rules: {\"*:PASSWORD\": {generate: {length: 40, alphabet: \"a-z\"}}}}\n");
    Outcome outcome = says("a1", "/secrets rotate PASSWORD");
    assertThat(outcome).isInstanceOf(Outcome.Waiting.class);
    assertThat(outcome.text()).contains("has a new value, commit `", "the plan");
    assertThat(deployed.stacks).containsExactly("web");
    assertThat(password()).matches("PASSWORD=[a-z]{40}\nUSER=web-user\n");
    assertThat(learnt).containsExactly(SecretValue.of(password().substring(9, 49)));
    assertThat(anna("/secrets history web.env")).contains("by `a1`", "changed `PASSWORD`; `Rotate");
  }

  @Test
  void whereChangesAreMergedByPeopleARotationIsABranch() {
    rules("secrets: {save: pull-request, rules: {\"*:PASSWORD\": {generate: {length: 40}}}}\n");
    assertThat(anna("/secrets rotate PASSWORD")).contains("on the branch `secret/");
    assertThat(password()).contains("hunter2-hunter2");
    assertThat(deployed.stacks).isEmpty();
  }

  @Test
  void whoMayNotDeployDoesNotRotateEither() {
    rules("secrets: {rules: {\"*:PASSWORD\": {generate: {length: 40}}}}\n");
    deployed.refusal = Optional.of(new Outcome.Refused("You may not.", "ask"));
    assertThat(refused("/secrets rotate PASSWORD").text()).isEqualTo("You may not.");
    assertThat(password()).contains("hunter2-hunter2");
  }

  @Test
  void whatNoRuleMakesIsNotRotated() {
    Outcome.Refused refused = refused("/secrets rotate web.env:PASSWORD");
    assertThat(refused.text()).contains("does not say how", "/secrets set secret/web.env:PASSWORD");
    assertThat(refused.next()).contains("secrets: {rules: {\"secret/web.env:PASSWORD\"");
  }

  @Test
  void aProgramThatFailsRotatesNothing() {
    rules("secrets: {rules: {\"*\": {generate: {command: [sh, -c, \"echo shown; exit 7\"]}}}}\n");
    assertThat(refused("/secrets rotate PASSWORD").text())
        .contains("Nothing was changed", "status 7")
        .doesNotContain("shown");
    assertThat(password()).contains("hunter2-hunter2");
    assertThat(deployed.stacks).isEmpty();
  }

  @Test
  void aSecretThatIsNoneGetsTheNearest() {
    assertThat(anna("/secrets set web.env:PASWORD")).contains("which is not there yet");
    assertThat(refused("/secrets rotate web.env:PASWORD").text()).contains("There is no");
    assertThat(refused("/secrets rotate PASWORD").next()).isEqualTo("/secrets rotate PASSWORD");
  }

  @Test
  void whatAStackNeedsAndIsNotThereIsSaid() {
    commit("No certificate", "stacks/web/stack.yml", STACK.replace("tls.pem", "tls-2.pem"));
    assertThat(anna("/secrets")).contains(":warning: *web* needs `secret/tls-2.pem`, which is not");
  }

  @Test
  void whatExpiresSaysSo() {
    commit("Soon", "secret/old.yml", "token: never-shown # expires: 2026-12-08\n");
    assertThat(anna("/secrets")).contains("`token` (today, expires in 10 d)");
    commit("Over", "secret/old.yml", "token: never-shown # expires: 2026-11-27\n");
    assertThat(anna("/secrets")).contains("*expired*");
  }

  @Test
  void whoeverMayNotSeesNothing() {
    assertThat(says("b1", "/secrets"))
        .isInstanceOf(Outcome.Refused.class)
        .extracting(Outcome::text)
        .asString()
        .doesNotContain("web.env");
  }
}
