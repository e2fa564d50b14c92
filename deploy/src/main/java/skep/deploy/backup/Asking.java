package skep.deploy.backup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skep.deploy.restic.ExitStatus;
import skep.deploy.swarm.InterruptedRunException;

/**
 * Asks restic on one node, and asks again where the repository is locked: a lock of somebody who is
 * gone is removed, for one of somebody who is there it waits.
 */
final class Asking {
  private final Repository repository;
  private final Locks locks;
  private final Pace pace;

  /**
   * @param between two tries
   * @param tries how often at most
   */
  record Pace(Duration between, int tries) {
    static final Pace DEFAULT = new Pace(Duration.ofSeconds(30), 20);
  }

  Asking(Repository repository, Locks locks, Pace pace) {
    this.repository = repository;
    this.locks = locks;
    this.pace = pace;
  }

  /**
   * restic with each of these arguments, one after the other.
   *
   * @return what each said
   * @throws ResticFailedException where one of them failed, or nobody knows
   */
  List<Said.Output> ask(Run run, String step, List<List<String>> runs, Duration within) {
    List<Said.Output> outputs = tried(run, step, runs, within);
    for (Said.Output output : outputs) {
      ExitStatus status = status(output);
      if (status != ExitStatus.DONE) {
        throw new ResticFailedException(status, output.lines());
      }
    }
    return outputs;
  }

  /** The same, whatever restic's statuses are, but never one that met a lock. */
  List<Said.Output> tried(Run run, String step, List<List<String>> runs, Duration within) {
    List<Said.Output> done = new ArrayList<>();
    for (int i = 1; ; i++) {
      List<List<String>> rest = runs.subList(done.size(), runs.size());
      Said said = repository.ask(run, i == 1 ? step : step + i, rest, within);
      Optional<String> nothing = said.nothing();
      if (nothing.isPresent()) {
        throw new ResticFailedException(nothing.get());
      }
      boolean locked = false;
      for (Said.Output output : said.outputs()) {
        locked |= status(output) == ExitStatus.LOCKED;
        if (!locked) {
          done.add(output);
        }
      }
      if (!locked || i == pace.tries()) {
        return locked ? withLocked(done, said) : done;
      }
      if (!locks.heal(run, "heal" + i)) {
        pause();
      }
    }
  }

  private static List<Said.Output> withLocked(List<Said.Output> done, Said said) {
    List<Said.Output> all = new ArrayList<>(done);
    said.outputs().stream()
        .filter(output -> status(output) == ExitStatus.LOCKED)
        .findFirst()
        .ifPresent(all::add);
    return all;
  }

  static ExitStatus status(Said.Output output) {
    return ExitStatus.of(output.status().orElse(1), output.lines());
  }

  private void pause() {
    try {
      Thread.sleep(pace.between());
    } catch (InterruptedException e) {
      throw InterruptedRunException.of("while waiting for a lock of the repository", e);
    }
  }
}
