package skep.commands.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.commands.access.Policy;
import skep.commands.planning.Estates.EstateAt;
import skep.commands.planning.Estates.StackEntry;
import skep.deploy.apply.Engine;
import skep.deploy.apply.Gate;
import skep.deploy.apply.Order;
import skep.deploy.apply.Patience;
import skep.deploy.apply.Rollout;
import skep.deploy.apply.Verdict;
import skep.deploy.docker.DockerHost;
import skep.deploy.docker.DockerSwarm;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.release.Consent;
import skep.deploy.release.InMemoryRecords;
import skep.deploy.release.Release;
import skep.deploy.release.Releases;
import skep.deploy.release.StackLocks;
import skep.deploy.stack.StackLoader;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmService;
import skep.deploy.verify.Timing;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.FileTree;

/** A stack that docker stack deploy made comes into Skep's hands, on a real Swarm. */
@LabTest
class AdoptionTest {
  private static final Release.Actor ANN = new Release.Actor("terminal:ann", "ann");
  private static final Timing TIMING =
      new Timing(
          Duration.ofMillis(200),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          Duration.ofMinutes(2));

  private final Lab lab;
  private final String name;
  private final Swarm swarm;
  private final InMemoryRecords records = new InMemoryRecords(InstantSource.system());
  private final Releases releases = new Releases(records, InstantSource.system());
  private final PlanMaker plans;
  private final Map<String, String> files = new TreeMap<>();
  @TempDir Path folder;

  AdoptionTest(Lab lab) {
    this.lab = lab;
    this.name = lab.unique("adopt");
    this.swarm = DockerSwarm.connect(DockerHost.parse(lab.dockerHost()), Duration.ofSeconds(20));
    this.plans =
        new PlanMaker(
            swarm,
            records,
            RegistryCredentials.NONE,
            new PlanMaker.Loading(Map.of(), new StackLoader()::load, _ -> {}, _ -> {}),
            InstantSource.system());
    files.put("pw", "s3cret");
    files.put("cf", "config");
    file("1");
  }

  @AfterEach
  void takeDown() {
    lab.docker("stack", "rm", name);
    swarm.close();
  }

  private void file(String level) {
    files.put(
        "stack.yml",
        """
        version: "3.8"
        services:
          app:
            image: %s
            environment: {LEVEL: "%s"}
            secrets: [pw]
            configs: [{source: cf, target: /cf}]
            deploy: {endpoint_mode: dnsrr}
          other:
            image: %s
            secrets: [pw]
            deploy: {endpoint_mode: dnsrr}
        secrets: {pw: {file: ./pw}}
        configs: {cf: {file: ./cf}}
        """
            .formatted(lab.image("app:1"), level, lab.image("app:1")));
  }

  private void dockerStackDeploy() throws IOException {
    for (var file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    lab.docker(
        "stack",
        "deploy",
        "--detach",
        "--resolve-image",
        "always",
        "-c",
        folder.resolve("stack.yml").toString(),
        name);
  }

  private EstateAt estate() {
    var policy = new Policy(false, Map.of(), Optional.empty(), List.of());
    return new EstateAt(
        new CommitId("1".repeat(40)),
        new Tree(files),
        new Estates.Rules(policy, _ -> "mark"),
        List.of(entry()));
  }

  private StackEntry entry() {
    return new StackEntry(name, List.of("stack.yml"), false, List.of());
  }

  private Plan plan(Plan.Options options) {
    return plans.deploy(estate(), entry(), "mark", options).plan();
  }

  private Plan plan() {
    return plan(Plan.Options.DEFAULT);
  }

  private Verdict deploy(Plan plan) {
    var engine =
        new Engine(
            swarm, RegistryCredentials.NONE, TIMING, Patience.DEFAULT, text -> text, _ -> true);
    PlanContents contents =
        plans.contents(plan, plans.desired(estate(), entry(), plan.options().allowUnset()));
    var order =
        new Order(
            plan, ANN, Consent.NOT_ASKED, "test", List.of(), contents, contents.fingerprints());
    return new Rollout(engine, releases, new StackLocks(records, InstantSource.system()), _ -> {})
        .run(order, Gate.OPEN, Gate.OPEN, _ -> {});
  }

  @Test
  void afterItsFirstReleaseNothingIsLeftToDo() throws IOException {
    dockerStackDeploy();
    file("2");

    Plan first = plan();
    assertThat(changed(first)).containsExactly(name + "_app");
    assertThat(deploy(first)).isInstanceOf(Verdict.VerifiedNew.class);

    Plan again = plan();
    assertThat(again.changes()).flatExtracting(Change::fields).isEmpty();
    assertThat(again.isEmpty()).isTrue();
    assertThat(deploy(again)).isInstanceOf(Verdict.NothingToDo.class);
    assertThat(swarm.secrets()).extracting(one -> one.name()).contains(name + "_pw");

    files.put("pw", "another");
    assertThat(changed(plan())).contains(name + "_pw-1", name + "_app", name + "_other");
  }

  @Test
  void whatIsOnlyTakenOverIsRecordedOnceAndNothingRestarts() throws IOException {
    dockerStackDeploy();
    List<SwarmService> before = swarm.services(Map.of());

    assertThat(changed(plan())).isEmpty();
    assertThat(deploy(plan())).isInstanceOf(Verdict.Detached.class);

    assertThat(swarm.services(Map.of())).isEqualTo(before);
    assertThat(plan().adopts()).isFalse();
    assertThat(deploy(plan())).isInstanceOf(Verdict.NothingToDo.class);
    files.put("pw", "another");
    assertThat(changed(plan())).contains(name + "_pw-1", name + "_app", name + "_other");
  }

  @Test
  void aReleaseOfOneServiceRecordsTheWholeStackAndWhatItsContentsWere() throws IOException {
    dockerStackDeploy();
    file("2");
    assertThat(deploy(plan())).isInstanceOf(Verdict.VerifiedNew.class);
    file("3");
    var one = new Plan.Options(Plan.ResolveImage.ALWAYS, false, false, Optional.of("app"));
    assertThat(deploy(plan(one))).isInstanceOf(Verdict.VerifiedNew.class);

    Release last = releases.latest(name).orElseThrow();
    assertThat(last.services()).containsOnlyKeys(name + "_app", name + "_other");
    assertThat(last.fingerprints().get(name + "_pw")).matches("[0-9a-f]{32}");
    assertThat(plan().isEmpty()).isTrue();
    assertThat(plan().drift()).isEmpty();
  }

  private static List<String> changed(Plan plan) {
    return plan.changes().stream()
        .filter(change -> change.action() != Action.ADOPT && change.action() != Action.NONE)
        .map(Change::name)
        .toList();
  }

  private record Tree(Map<String, String> texts) implements FileTree {
    @Override
    public CommitId commit() {
      return new CommitId("1".repeat(40));
    }

    @Override
    public SortedSet<String> paths() {
      return new TreeSet<>(texts.keySet());
    }

    @Override
    public Optional<byte[]> read(String path) {
      return Optional.ofNullable(texts.get(path))
          .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
