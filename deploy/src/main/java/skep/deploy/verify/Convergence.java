package skep.deploy.verify;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.InterruptedRunException;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmTask;

/**
 * Follows services until each is as wanted and stays so, or will not be. Looks when an event says
 * something happened and at least once a {@link Timing#poll}; always ends.
 */
public final class Convergence {
  private final Swarm swarm;
  private final Timing timing;

  public Convergence(Swarm swarm, Timing timing) {
    this.swarm = swarm;
    this.timing = timing;
  }

  /** Whether to go on once one has failed. */
  public enum Until {
    FIRST_FAILURE,
    ALL_SETTLED
  }

  /** Whose services are followed. */
  public interface Owner {
    /** Called before every look; may throw to end the watch. */
    void stillOurs();

    /** A service came closer. */
    void closer(String service, Progress progress);

    /**
     * The engine runs more tasks than it should and does not see it: the service is to be written
     * as it is, upon which the engine looks at all its tasks.
     */
    void rewrite(Target target);
  }

  public Following follow(Collection<Target> targets, Owner owner) {
    return new Following(targets, owner);
  }

  /**
   * Services being followed. What was seen of them stays known between two waits, so that a second
   * one, after probes were asked, sees whether anything ended meanwhile.
   */
  public final class Following {
    private final List<Watch> watches;
    private final Owner owner;

    private Following(Collection<Target> targets, Owner owner) {
      long now = System.nanoTime();
      this.watches = targets.stream().map(target -> new Watch(target, timing, now)).toList();
      this.owner = owner;
    }

    /** How each target ended, in the order given. Looks at least once. */
    public Map<String, Settlement> await(Until until) {
      long begin = System.nanoTime();
      watches.forEach(watch -> watch.resume(begin));
      var wake = new Semaphore(0);
      try (var _ = swarm.events(Instant.now(), _ -> wake.release())) {
        long unanswered = begin;
        while (true) {
          owner.stillOurs();
          long asked = System.nanoTime();
          boolean looked = look(watches, owner);
          long now = looked ? asked : System.nanoTime();
          postpone(now - unanswered);
          if (isOver(watches, until, looked)) {
            return settlements(watches);
          }
          watches.stream()
              .filter(watch -> watch.isForgotten(now))
              .forEach(watch -> owner.rewrite(watch.target()));
          pause(wake);
          unanswered = looked ? System.nanoTime() : now;
        }
      }
    }

    /** What the Swarm let us wait for is no service's fault. */
    private void postpone(long unanswered) {
      watches.forEach(watch -> watch.postpone(unanswered));
    }
  }

  /**
   * @return whether the Swarm answered
   */
  private boolean look(List<Watch> watches, Owner owner) {
    try {
      List<SwarmNode> nodes = swarm.nodes();
      for (Watch watch : watches) {
        Target target = watch.target();
        if (watch.settlement().isEmpty() && look(watch, nodes)) {
          owner.closer(target.name(), watch.last().progress());
        }
      }
      return true;
    } catch (EngineException e) {
      // No manager answers just now; what was seen last stands until the deadline.
      return false;
    }
  }

  private boolean look(Watch watch, List<SwarmNode> nodes) {
    var service = swarm.service(watch.target().name());
    List<SwarmTask> tasks = service.map(now -> tasks(now.id())).orElse(List.of());
    return watch.look(service, tasks, nodes, System.nanoTime());
  }

  private List<SwarmTask> tasks(String serviceId) {
    try {
      return swarm.tasks(serviceId);
    } catch (EngineException.NotFound e) {
      return List.of();
    }
  }

  /** Nothing is proven by a look the Swarm did not answer. */
  private static boolean isOver(List<Watch> watches, Until until, boolean looked) {
    long now = System.nanoTime();
    long starting = watches.stream().filter(watch -> !watch.isQuiet()).count();
    for (Watch watch : watches) {
      watch.condemnWhere(starting == (watch.isQuiet() ? 0 : 1));
      if (!looked || !watch.isProven()) {
        watch.timeOutAt(now);
      }
    }
    boolean failed = watches.stream().anyMatch(watch -> watch.settlement().isPresent());
    boolean decided =
        watches.stream()
            .allMatch(watch -> watch.settlement().isPresent() || (looked && watch.isProven()));
    return decided || (failed && until == Until.FIRST_FAILURE);
  }

  private static Map<String, Settlement> settlements(List<Watch> watches) {
    var ends = new LinkedHashMap<String, Settlement>();
    watches.forEach(watch -> ends.put(watch.target().name(), watch.end()));
    return ends;
  }

  private void pause(Semaphore wake) {
    try {
      if (wake.tryAcquire(timing.poll().toMillis(), TimeUnit.MILLISECONDS)) {
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      throw InterruptedRunException.of("while following services", e);
    }
  }

  /** The settlement to report first: the worst, in the order given; empty where all are good. */
  public static Optional<Map.Entry<String, Settlement>> firstBad(Map<String, Settlement> ends) {
    return ends.entrySet().stream()
        .filter(end -> !end.getValue().isGood())
        .filter(end -> !(end.getValue() instanceof Settlement.Undecided))
        .findFirst();
  }
}
