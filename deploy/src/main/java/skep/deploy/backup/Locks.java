package skep.deploy.backup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import skep.deploy.bucket.RepositoryObjects;
import skep.deploy.restic.ExitStatus;
import skep.deploy.restic.LockVerdict;
import skep.deploy.restic.LockWitness;
import skep.deploy.restic.RepositoryLock;
import skep.deploy.restic.ResticArguments;
import skep.deploy.restic.ResticId;

/** Removes locks of the repository whose owners are proven to be gone, one by one. */
final class Locks {
  private static final Duration WITHIN = Duration.ofMinutes(10);

  private final Repository repository;
  private final Optional<RepositoryObjects> objects;
  private final Function<RepositoryLock, LockWitness> witness;
  private final Consumer<String> told;

  /**
   * @param objects of the repository; empty where they cannot be reached, and no lock is removed
   * @param witness what is known of who might own a lock
   * @param told what was done about a lock, and why, in sentences
   */
  Locks(
      Repository repository,
      Optional<RepositoryObjects> objects,
      Function<RepositoryLock, LockWitness> witness,
      Consumer<String> told) {
    this.repository = repository;
    this.objects = objects;
    this.witness = witness;
    this.told = told;
  }

  /** Whether a lock was removed. */
  boolean heal(Run run, String step) {
    boolean healed = false;
    for (RepositoryLock lock : all(run, step)) {
      switch (LockVerdict.of(lock, witness.apply(lock))) {
        case LockVerdict.Gone(var evidence) -> healed |= remove(lock, evidence);
        case LockVerdict.Alive(var who, var since) ->
            told.accept("the repository is locked by %s since %s".formatted(who, since));
        case LockVerdict.Unproven(var why, var next) ->
            told.accept("a lock of the repository stays: %s; %s".formatted(why, next));
      }
    }
    return healed;
  }

  private boolean remove(RepositoryLock lock, String evidence) {
    if (objects.isEmpty()) {
      told.accept(
          "the lock %s could be removed, and its object cannot be reached: %s"
              .formatted(ResticId.brief(lock.id()), evidence));
      return false;
    }
    objects.get().delete(lock.object());
    told.accept(
        "the lock %s of %s was removed: %s"
            .formatted(ResticId.brief(lock.id()), lock.time(), evidence));
    return true;
  }

  private List<RepositoryLock> all(Run run, String step) {
    Said ids = repository.ask(run, step, List.of(ResticArguments.listLocks()), WITHIN);
    List<String> found =
        ids.nothing().isEmpty() && Asking.status(ids.last()) == ExitStatus.DONE
            ? RepositoryLock.ids(ids.last().lines())
            : List.of();
    if (found.isEmpty()) {
      return List.of();
    }
    Said said =
        repository.ask(
            run, step + "c", found.stream().map(ResticArguments::catLock).toList(), WITHIN);
    List<RepositoryLock> locks = new ArrayList<>();
    for (int i = 0; i < Math.min(found.size(), said.outputs().size()); i++) {
      RepositoryLock.read(found.get(i), said.outputs().get(i).lines()).ifPresent(locks::add);
    }
    return locks;
  }
}
