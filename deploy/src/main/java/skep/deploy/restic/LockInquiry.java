package skep.deploy.restic;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import skep.deploy.restic.LockVerdict.Alive;
import skep.deploy.restic.LockVerdict.Gone;
import skep.deploy.restic.LockVerdict.Unproven;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmTask;

/**
 * Asks the witnesses. Skep gives containers of backups their task's id as host name; a restic
 * outside of the Swarm has the name of its machine.
 */
record LockInquiry(RepositoryLock lock, LockWitness witness) {
  private static final Pattern TASK = Pattern.compile("[a-z0-9]{25}");

  /** Names that many machines have. */
  private static final Set<String> NOBODY = Set.of("", "localhost", "localhost.localdomain");

  /** States that the node itself reported after the container had ended. */
  private static final Set<String> ENDED = Set.of("complete", "failed", "shutdown", "rejected");

  /** The Swarm's own guess of a node it has not heard of for a day. */
  private static final Set<String> GIVEN_UP = Set.of("orphaned", "remove");

  /**
   * When a process started is reckoned from when the machine did, and moves as its clock is set.
   */
  private static final Duration CLOCK = Duration.ofMinutes(1);

  LockVerdict verdict() {
    if (lock.host().equals(witness.host()) && !NOBODY.contains(lock.host())) {
      return local();
    }
    if (TASK.matcher(lock.host()).matches()) {
      return Optional.ofNullable(witness.tasks().get(lock.host()))
          .map(this::ofTask)
          .orElseGet(this::ofForgottenTask);
    }
    return new Unproven(
        "the lock was made by %s on '%s', where Skep cannot look".formatted(process(), lock.host()),
        look("that no restic runs on '%s' any more, by logging in to it".formatted(lock.host())));
  }

  private String process() {
    return "process %d of %s".formatted(lock.pid(), lock.user());
  }

  private String look(String what) {
    return "make sure %s; then remove %s from the repository, and no other lock"
        .formatted(what, lock.object());
  }

  private LockVerdict local() {
    String named = "process %d on this machine".formatted(lock.pid());
    if (witness.process().isEmpty()) {
      return new Gone("%s, which made the lock, does not run any more".formatted(named));
    }
    Optional<Instant> started = witness.process().get().started();
    if (started.isEmpty()) {
      return new Unproven(
          "there is a %s, and the system does not tell since when".formatted(named),
          look("that process %d is no restic".formatted(lock.pid())));
    }
    return started.get().isAfter(lock.time().plus(CLOCK))
        ? new Gone(
            "%s was started at %s, after the lock was made or renewed at %s: it is another one"
                .formatted(named, started.get(), lock.time()))
        : new Alive(named, started.get());
  }

  private LockVerdict ofTask(SwarmTask task) {
    if (ENDED.contains(task.state())) {
      return new Gone(
          "the task %s, which made the lock, ended at %s (%s)"
              .formatted(task.id(), task.since(), task.state()));
    }
    Optional<SwarmNode> node = task.nodeId().flatMap(witness::node);
    if (node.isEmpty()) {
      return new Unproven(
          "the task %s is said to be %s, on a node that is not in the Swarm"
              .formatted(task.id(), task.state()),
          look("that the machine it ran on is off, or runs no restic"));
    }
    String where = "task %s on %s".formatted(task.id(), node.get().hostname());
    if (!node.get().state().equals("ready")) {
      return new Unproven(
          "the %s made the lock, and that node is %s: it may be cut off and go on"
              .formatted(where, node.get().state()),
          look("that %s is off, or runs no restic".formatted(node.get().hostname())));
    }
    return GIVEN_UP.contains(task.state())
        ? new Gone(
            "the Swarm gave up the %s, and that node is back and runs nothing it was not told to"
                .formatted(where))
        : new Alive(where, task.since());
  }

  /** A node that answers runs only what the Swarm knows of. */
  private LockVerdict ofForgottenTask() {
    Optional<SwarmNode> away =
        witness.nodes().stream().filter(node -> !node.state().equals("ready")).findFirst();
    if (witness.nodes().isEmpty()) {
      return new Unproven(
          "the lock was made by a task, %s, and there is no Swarm here to ask"
              .formatted(lock.host()),
          look("on its Swarm that it has ended"));
    }
    return away.<LockVerdict>map(node ->
            new Unproven(
                "the Swarm does not know the task %s any more, and its node %s is %s: it may run"
                        .formatted(lock.host(), node.hostname(), node.state())
                    + " there",
                look("that %s is off, or runs no restic".formatted(node.hostname()))))
        .orElseGet(() ->
            new Gone(
                "the Swarm does not know the task %s any more, and all its nodes are ready"
                    .formatted(lock.host())));
  }
}
