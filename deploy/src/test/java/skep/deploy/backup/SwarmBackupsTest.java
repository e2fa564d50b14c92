package skep.deploy.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.estate.BackupPolicy.Source;
import skep.deploy.estate.BackupPolicy.Step;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.lab.Managers;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.SwarmNode;

/**
 * Three machines, programs of a real Swarm, the real restic, a real S3 server: what goes wrong. The
 * whole cycle where all is well is a journey in chat.
 */
@LabTest(LabTest.THREE_MANAGERS)
final class SwarmBackupsTest {
  /** Of a minute, node2 waits 55 seconds before it backs up a source of this name. */
  private static final String LATE_ON_NODE2 = "blackout";

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
  void aMachineWithoutThePathIsNoSuccessAndTheOthersAreBackedUp() throws Exception {
    String core = swarm.files("part");
    lab.onMachine(2, "umount", core);
    lab.onMachine(2, "mount", "-t", "tmpfs", "tmpfs", Path.of(core).getParent().toString());
    try {
      swarm.with("part", LocalBackups.source(core));

      Report report = swarm.done(RunKind.BACKUP, "part");

      onlyNode2Failed(report, "does not exist");
    } finally {
      lab.onMachine(2, "umount", Path.of(core).getParent().toString());
      lab.onMachine(2, "mount", "--bind", folder.resolve("node2/part").toString(), core);
    }
  }

  @Test
  void aMachineThatIsLostMeanwhileIsNoSuccessAndTheOthersAreBackedUp() throws Exception {
    Instant now = Instant.now();
    InstantSource hurried = () -> now.plus(Duration.between(now, Instant.now()).multipliedBy(3));
    String core;
    try (SwarmBackups watched = new SwarmBackups(lab, folder, hurried)) {
      core = watched.files(LATE_ON_NODE2);
      watched.with(LATE_ON_NODE2, LocalBackups.jittered(Duration.ofMinutes(1), core));
      AtomicBoolean lost = new AtomicBoolean();
      Watch watch =
          (_, nodes) -> {
            if (nodes.contains("node2: running") && lost.compareAndSet(false, true)) {
              lab.stop(2);
            }
          };
      try {
        Report report = watched.done(RunKind.BACKUP, LATE_ON_NODE2, watch);

        onlyNode2Failed(report, "nobody knows how it ended: the Swarm does not hear from the node");
      } finally {
        lab.restart(2);
        lab.onMachine(
            2, "mount", "--bind", folder.resolve("node2/" + LATE_ON_NODE2).toString(), core);
        await()
            .atMost(Duration.ofMinutes(3))
            .ignoreExceptionsInstanceOf(EngineException.class)
            .until(() -> watched.swarm.nodes().stream().allMatch(SwarmNode::takesTasks));
      }
      assertThat(watched.oneShots.groups()).isEmpty();
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> lab.docker("-H", lab.dockerHost(2), "ps", "-q", "-f", "name=skep").isBlank());
      assertThat(watched.done(RunKind.BACKUP, LATE_ON_NODE2).isGood()).isTrue();
    }
  }

  private static void onlyNode2Failed(Report report, String why) {
    assertThat(report.isGood()).isFalse();
    assertThat(report.entries()).extracting(Entry::node).contains("node1", "node2", "node3");
    assertThat(report.entries())
        .allSatisfy(entry -> {
          boolean lost = entry.node().equals("node2");
          assertThat(entry.verdict())
              .as("%s", entry)
              .isEqualTo(lost ? Verdict.FAILED : Verdict.GOOD);
          assertThat(entry.why()).contains(lost ? why : "");
        });
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
    swarm.with("quiet", scaled(core, service));
    swarm.with("broken", scaled("/srv/nowhere", service));
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
    swarm.with("left", scaled(core, service));
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

  private static Source scaled(String path, String service) {
    return LocalBackups.source(
        Optional.empty(), List.of(new Step.Scale(service, 0)), List.of(), path);
  }
}
