package skep.deploy.backup;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import skep.deploy.bucket.RepositoryObjects;
import skep.deploy.oneshot.OneShots;
import skep.deploy.release.Lease;
import skep.deploy.release.StackLocks;
import skep.deploy.restic.LockWitness;
import skep.deploy.restic.RepositoryLock;

/**
 * What backups are made with.
 *
 * @param quiesce scales services; empty where there is no Swarm
 * @param objects of the repository; empty where they cannot be reached
 * @param witness what is known of who might own a lock
 * @param told what was done about a lock
 * @param mounted paths of the nodes that services of the Swarm have mounted
 */
public record BackupTools(
    OneShots oneShots,
    Repository repository,
    RunRecords runs,
    Histories histories,
    StackLocks locks,
    Optional<Quiesce> quiesce,
    Optional<RepositoryObjects> objects,
    Function<RepositoryLock, LockWitness> witness,
    Consumer<String> told,
    WaitingRestores waiting,
    Supplier<Set<String>> mounted,
    InstantSource clock) {

  /** The same for one run, which acts as long as it holds its source's lock. */
  BackupTools under(Lease lease) {
    OneShots held = new HeldOneShots(oneShots, lease);
    return new BackupTools(
        held,
        repository.through(held),
        runs,
        histories,
        locks,
        quiesce.map(scaling -> scaling.under(lease::require)),
        objects,
        witness,
        told,
        waiting,
        mounted,
        clock);
  }
}
