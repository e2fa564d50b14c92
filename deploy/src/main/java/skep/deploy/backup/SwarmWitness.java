package skep.deploy.backup;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import skep.deploy.oneshot.OneShots;
import skep.deploy.restic.LockWitness;
import skep.deploy.restic.LockWitness.LocalProcess;
import skep.deploy.restic.RepositoryLock;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmTask;

/** What the Swarm, and this machine, know of who might own a lock. */
public record SwarmWitness(Swarm swarm, String hostname)
    implements Function<RepositoryLock, LockWitness> {
  @Override
  public LockWitness apply(RepositoryLock lock) {
    Map<String, SwarmTask> tasks = new HashMap<>();
    swarm
        .services(Map.of(OneShots.LABEL, ""))
        .forEach(service -> swarm.tasks(service.id()).forEach(task -> tasks.put(task.id(), task)));
    Optional<LocalProcess> process =
        ProcessHandle.of(lock.pid()).map(handle -> new LocalProcess(handle.info().startInstant()));
    return new LockWitness(hostname, process, tasks, swarm.nodes());
  }
}
