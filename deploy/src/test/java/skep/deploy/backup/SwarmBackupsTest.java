package skep.deploy.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.estate.BackupPolicy.Probe;
import skep.deploy.estate.BackupPolicy.Source;
import skep.deploy.estate.BackupPolicy.Step;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.lab.Managers;

/** Three machines, real jobs of a real Swarm, the real restic, a real S3 server. */
@LabTest(LabTest.THREE_MANAGERS)
final class SwarmBackupsTest {
  private final Lab lab;
  @TempDir private Path folder;
  private SwarmBackups swarm;

  SwarmBackupsTest(@Managers(3) Lab lab) {
    this.lab = lab;
  }

  @BeforeEach
  void open() {
    swarm = new SwarmBackups(lab, folder);
  }

  @AfterEach
  void close() {
    swarm.close();
  }

  @Test
  void threeMachinesAndTwoSourcesAreBackedUpProvenAndChecked() {
    String core = swarm.files("core");
    String apps = swarm.files("apps");
    swarm
        .with("core", LocalBackups.source(core))
        .with("apps", probed(LocalBackups.source(apps), apps));

    for (String source : List.of("core", "apps")) {
      Report report = swarm.done(RunKind.BACKUP, source);
      assertThat(report.isGood()).as("%s", report).isTrue();
      assertThat(report.entries())
          .extracting(Entry::node)
          .containsExactlyInAnyOrder("node1", "node2", "node3");
      assertThat(report.entries())
          .extracting(Entry::snapshot)
          .allSatisfy(id -> assertThat(id).hasSize(64));
    }
    for (String source : List.of("core", "apps")) {
      Report test = swarm.done(RunKind.RESTORE_TEST, source);
      assertThat(test.isGood()).as("%s", test).isTrue();
      assertThat(test.entries())
          .hasSize(3)
          .allSatisfy(entry -> assertThat(entry.files()).isEqualTo(2));
    }
    Report check = swarm.done(RunKind.CHECK, History.REPOSITORY);
    assertThat(check.isGood()).as("%s", check).isTrue();
    assertThat(swarm.oneShots.groups()).isEmpty();
    assertThat(Path.of("/var/tmp").toFile().list((_, name) -> name.startsWith("skep-"))).isEmpty();
  }

  /** The restored files are what a service answers with. */
  private Source probed(Source source, String path) {
    return new Source(
        source.on(),
        source.paths(),
        source.exclude(),
        source.schedule(),
        source.before(),
        source.after(),
        source.sentinels(),
        Optional.of(
            new Probe(
                Map.of(
                    "web",
                    new Probe.Part(
                        lab.image("app:1"),
                        List.of("httpd", "-f", "-p", "8080", "-h", "/restored"),
                        Map.of(),
                        Map.of(path, "/restored"))),
                new Probe.Part(
                    lab.image("app:1"),
                    List.of("sh", "-c", "wget -q -O - http://web:8080/of | grep -q node"),
                    Map.of(),
                    Map.of()),
                java.time.Duration.ofSeconds(60))),
        source.band(),
        source.jitter(),
        source.catchUp(),
        source.late());
  }

  @Test
  void aMachineWithoutThePathIsNoSuccessAndTheOthersAreBackedUp() throws Exception {
    String core = swarm.files("part");
    lab.onMachine(2, "umount", core);
    lab.onMachine(2, "mount", "-t", "tmpfs", "tmpfs", Path.of(core).getParent().toString());
    try {
      swarm.with("part", LocalBackups.source(core));

      Report report = swarm.done(RunKind.BACKUP, "part");

      assertThat(report.isGood()).isFalse();
      assertThat(report.entries())
          .filteredOn(entry -> entry.node().equals("node2"))
          .singleElement()
          .satisfies(entry -> {
            assertThat(entry.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(entry.why()).contains("does not exist");
          });
      assertThat(report.entries())
          .filteredOn(entry -> !entry.node().equals("node2"))
          .allSatisfy(entry -> assertThat(entry.isGood()).as("%s", entry).isTrue());
    } finally {
      lab.onMachine(2, "umount", Path.of(core).getParent().toString());
      lab.onMachine(2, "mount", "--bind", folder.resolve("node2/part").toString(), core);
    }
  }

  @Test
  void aServiceIsScaledForTheSnapshotAndBackWhateverHappens() throws Exception {
    String service = lab.unique("db");
    lab.docker(
        "service",
        "create",
        "-q",
        "--name",
        service,
        "--replicas",
        "2",
        "--detach=false",
        lab.image("app:1"));
    String core = swarm.files("quiet");
    Source source = LocalBackups.source(core);
    swarm.with("quiet", scaled(source, service));
    swarm.with("broken", scaled(LocalBackups.source("/srv/nowhere"), service));
    try {
      assertThat(swarm.done(RunKind.BACKUP, "quiet").isGood()).isTrue();
      assertThat(replicas(service)).isEqualTo("2");
      assertThat(swarm.done(RunKind.BACKUP, "broken").isGood()).isFalse();
      assertThat(replicas(service)).isEqualTo("2");
    } finally {
      lab.docker("service", "rm", service);
    }
  }

  @Test
  void aBotThatDiesWhileAServiceIsScaledDownLeavesItToTheNext() throws Exception {
    String service = lab.unique("db");
    lab.docker(
        "service",
        "create",
        "-q",
        "--name",
        service,
        "--replicas",
        "1",
        "--detach=false",
        lab.image("app:1"));
    String core = swarm.files("left");
    swarm.with("left", scaled(LocalBackups.source(core), service));
    Run run = swarm.run(RunKind.BACKUP, "left");
    Backups dying = swarm.backups();
    dying.begin(run);
    // As a bot that is killed right after: the number is recorded, and the service is down.
    new Quiesce(swarm.swarm, swarm.runs, _ -> skep.deploy.swarm.RegistryCredential.NONE)
        .scale(run, new Step.Scale(service, 0));
    try {
      assertThat(replicas(service)).isEqualTo("0");
      Backups next = swarm.backups();
      assertThat(next.runs())
          .filteredOn(begun -> begun.ended().isEmpty())
          .extracting(begun -> begun.run().id())
          .containsExactly(run.id());

      Report report = next.carryOut(run, swarm.policy(), Watch.NONE);

      assertThat(report.isGood()).as("%s", report).isTrue();
      assertThat(replicas(service)).isEqualTo("1");
      assertThat(next.runs()).allSatisfy(begun -> assertThat(begun.ended()).isPresent());
    } finally {
      lab.docker("service", "rm", service);
    }
  }

  private String replicas(String service) {
    return lab.docker(
            "service", "inspect", "--format", "{{.Spec.Mode.Replicated.Replicas}}", service)
        .strip();
  }

  private static Source scaled(Source source, String service) {
    return new Source(
        source.on(),
        source.paths(),
        source.exclude(),
        source.schedule(),
        List.of(new Step.Scale(service, 0)),
        source.after(),
        source.sentinels(),
        source.probe(),
        source.band(),
        source.jitter(),
        source.catchUp(),
        source.late());
  }
}
