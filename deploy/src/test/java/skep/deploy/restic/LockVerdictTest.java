package skep.deploy.restic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import skep.deploy.restic.LockVerdict.Alive;
import skep.deploy.restic.LockVerdict.Gone;
import skep.deploy.restic.LockVerdict.Unproven;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmTask;

class LockVerdictTest {
  private static final Instant MADE = Instant.parse("2026-11-01T02:15:00Z");
  private static final String TASK = "x1z9q0p2m3n4b5v6c7x8z9l0k";
  private static final String HERE = "backup-1";

  private static RepositoryLock lock(String host) {
    return new RepositoryLock("ab".repeat(32), MADE, true, host, "root", 4711);
  }

  private static SwarmTask task(String state, Optional<String> node) {
    return new SwarmTask(
        TASK,
        "service",
        node,
        OptionalInt.empty(),
        JsonNodeFactory.instance.objectNode(),
        "running",
        state,
        "",
        OptionalInt.empty(),
        MADE,
        MADE.plusSeconds(90),
        OptionalLong.empty());
  }

  private static SwarmNode node(String name, String state) {
    return new SwarmNode(
        name,
        "host-" + name,
        "worker",
        "active",
        state,
        "",
        "linux",
        "x86_64",
        Map.of(),
        Map.of(),
        0,
        0,
        Map.of(),
        Set.of(),
        Optional.empty());
  }

  private static LockVerdict ofTask(List<SwarmTask> tasks, SwarmNode... nodes) {
    Map<String, SwarmTask> byId = tasks.isEmpty() ? Map.of() : Map.of(TASK, tasks.getFirst());
    return LockVerdict.of(
        lock(TASK), new LockWitness(HERE, Optional.empty(), byId, List.of(nodes)));
  }

  private static LockVerdict local(Optional<LockWitness.LocalProcess> process) {
    return LockVerdict.of(lock(HERE), new LockWitness(HERE, process, Map.of(), List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "complete, ready, Gone",
    "failed, ready, Gone",
    "shutdown, ready, Gone",
    "rejected, ready, Gone",
    "complete, down, Gone",
    "failed, down, Gone",
    "orphaned, ready, Gone",
    "remove, ready, Gone",
    "orphaned, down, Unproven",
    "remove, down, Unproven",
    "running, ready, Alive",
    "starting, ready, Alive",
    "preparing, ready, Alive",
    "a-state-of-tomorrow, ready, Alive",
    "running, down, Unproven",
    "running, unknown, Unproven",
    "running, disconnected, Unproven",
    "starting, down, Unproven",
  })
  void aTasksStateCountsAsItsNodeReportedIt(String state, String node, String verdict) {
    assertThat(ofTask(List.of(task(state, Optional.of("a"))), node("a", node), node("b", "ready")))
        .extracting(found -> found.getClass().getSimpleName())
        .isEqualTo(verdict);
  }

  @Test
  void aLiveTaskOfANodeThatLeftTheSwarmMayGoOn() {
    assertThat(ofTask(List.of(task("running", Optional.of("gone"))), node("a", "ready")))
        .isInstanceOf(Unproven.class);
    assertThat(ofTask(List.of(task("pending", Optional.empty())), node("a", "ready")))
        .isInstanceOf(Unproven.class);
  }

  @Test
  void aTaskTheSwarmHasForgottenIsGoneOnlyWhereEveryNodeAnswers() {
    assertThat(ofTask(List.of(), node("a", "ready"), node("b", "ready")))
        .isEqualTo(
            new Gone(
                "the Swarm does not know the task x1z9q0p2m3n4b5v6c7x8z9l0k any more, and all its"
                    + " nodes are ready"));
    assertThat(ofTask(List.of(), node("a", "ready"), node("b", "down")))
        .isEqualTo(
            new Unproven(
                "the Swarm does not know the task x1z9q0p2m3n4b5v6c7x8z9l0k any more, and its node"
                    + " host-b is down: it may run there",
                "make sure that host-b is off, or runs no restic; then remove locks/"
                    + "ab".repeat(32)
                    + " from the repository, and no other lock"));
    assertThat(ofTask(List.of())).isInstanceOf(Unproven.class);
  }

  static Stream<Arguments> processes() {
    return Stream.of(
        Arguments.of(Optional.of(MADE.minusSeconds(2)), "Alive"),
        Arguments.of(Optional.of(MADE.minus(Duration.ofDays(30))), "Alive"),
        // The system's clock may have been set meanwhile.
        Arguments.of(Optional.of(MADE.plusSeconds(2)), "Alive"),
        Arguments.of(Optional.of(MADE.plus(Duration.ofHours(1))), "Gone"),
        Arguments.of(Optional.empty(), "Unproven"));
  }

  @ParameterizedTest
  @MethodSource("processes")
  void aProcessOfThisMachineIsTheOwnerUnlessItIsYoungerThanTheLock(
      Optional<Instant> started, String verdict) {
    assertThat(local(Optional.of(new LockWitness.LocalProcess(started))))
        .extracting(found -> found.getClass().getSimpleName())
        .isEqualTo(verdict);
  }

  @Test
  void aProcessOfThisMachineThatDoesNotRunIsGone() {
    assertThat(local(Optional.empty()))
        .isEqualTo(
            new Gone("process 4711 on this machine, which made the lock, does not run any more"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"another-machine", "localhost", "X1Z9Q0P2M3N4B5V6C7X8Z9L0K", "x1z9", ""})
  void ofOtherMachinesNothingIsProvenHoweverOldTheLockIs(String host) {
    LockWitness witness =
        new LockWitness(
            host.equals("localhost") ? host : HERE,
            Optional.empty(),
            Map.of(),
            List.of(node("a", "ready")));

    assertThat(LockVerdict.of(lock(host), witness))
        .isInstanceOfSatisfying(
            Unproven.class,
            unproven ->
                assertThat(unproven.next())
                    .contains("locks/" + "ab".repeat(32))
                    .doesNotContain("remove-all"));
  }

  @Test
  void theLockOfARealResticIsReadWhileItLivesAndAfterItWasKilled(@TempDir Path folder)
      throws Exception {
    Restic restic = Restic.create(folder.resolve("repository"));
    Process backup =
        restic.start(List.of("backup", "--no-cache", "--stdin", "--stdin-filename", "waits"));
    try {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> !RepositoryLock.ids(restic.run(ResticArguments.listLocks()).lines()).isEmpty());
      RepositoryLock lock = only(restic);
      var process = new LockWitness.LocalProcess(backup.info().startInstant());

      assertThat(lock.pid()).isEqualTo(backup.pid());
      assertThat(lock.exclusive()).isFalse();
      assertThat(LockVerdict.of(lock, here(lock, Optional.of(process)))).isInstanceOf(Alive.class);
      assertThat(restic.run(ResticArguments.prune()).exit()).isEqualTo(ExitStatus.LOCKED);

      backup.destroyForcibly().waitFor();

      assertThat(only(restic)).isEqualTo(lock);
      assertThat(LockVerdict.of(lock, here(lock, Optional.empty()))).isInstanceOf(Gone.class);
      assertThat(restic.run(ResticArguments.prune()).exit()).isEqualTo(ExitStatus.LOCKED);
      assertThat(restic.repository().resolve(lock.object())).exists();
    } finally {
      backup.destroyForcibly();
    }
  }

  private static RepositoryLock only(Restic restic) {
    List<String> ids = RepositoryLock.ids(restic.run(ResticArguments.listLocks()).lines());
    assertThat(ids).hasSize(1);
    Restic.Result shown = restic.run(ResticArguments.catLock(ids.getFirst()));
    return RepositoryLock.read(ids.getFirst(), shown.lines()).orElseThrow();
  }

  private static LockWitness here(RepositoryLock lock, Optional<LockWitness.LocalProcess> process) {
    return new LockWitness(lock.host(), process, Map.of(), List.of());
  }
}
