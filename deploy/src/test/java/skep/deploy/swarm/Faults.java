package skep.deploy.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Which calls go wrong, how, and what was called. {@code "updateService"} counts one kind of call,
 * {@link #ANY} counts them all, {@link #WRITE} those that change something.
 */
public final class Faults {
  public static final String ANY = "any call";
  public static final String WRITE = "any write";

  private final List<Planned> planned = new ArrayList<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final List<String> calls = new ArrayList<>();

  /** What goes wrong with one call. */
  public sealed interface Fault {
    /** The call does not reach the engine. */
    record FailBefore(Supplier<RuntimeException> error) implements Fault {}

    /** The engine does it, the caller hears an error: the answer got lost. */
    record FailAfter(Supplier<RuntimeException> error) implements Fault {}

    /** The call takes longer. */
    record Delay(Duration by) implements Fault {}

    /** Something else happens first: somebody updates the service, a node is lost. */
    record Meanwhile(Runnable act) implements Fault {}

    /** The process dies before the call: nothing after it runs, no handler of exceptions does. */
    record KillBefore() implements Fault {}

    /** The process dies right after the engine did it. */
    record KillAfter() implements Fault {}
  }

  /** Stands for {@code kill -9}: an error, so that no {@code catch (Exception)} survives it. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed(String call) {
      super("killed at " + call, null, false, false);
    }
  }

  private record Planned(String call, int nth, Fault fault) {}

  /** The n-th such call from now on (1 is the next) has this fault. */
  public synchronized Faults on(String call, int nth, Fault fault) {
    planned.add(new Planned(call, counts.getOrDefault(call, 0) + nth, fault));
    return this;
  }

  /** Every call so far by name, in order. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /** Calls so far that change something. */
  public synchronized List<String> writes() {
    return calls.stream().filter(Faults::isWrite).toList();
  }

  <T> T around(String name, Supplier<T> call) {
    var due = count(name);
    due.forEach(fault -> before(name, fault));
    var result = call.get();
    due.forEach(fault -> after(name, fault));
    return result;
  }

  private synchronized List<Fault> count(String name) {
    calls.add(name);
    var due = new ArrayList<Fault>();
    for (var kind : isWrite(name) ? List.of(name, WRITE, ANY) : List.of(name, ANY)) {
      int nth = counts.merge(kind, 1, Integer::sum);
      planned.stream()
          .filter(p -> p.call().equals(kind) && p.nth() == nth)
          .map(Planned::fault)
          .forEach(due::add);
    }
    return due;
  }

  private static boolean isWrite(String name) {
    return name.matches("(create|update|remove|relabel).*");
  }

  private static void before(String name, Fault fault) {
    switch (fault) {
      case Fault.FailBefore(var error) -> throw error.get();
      case Fault.KillBefore() -> throw new Killed(name);
      case Fault.Meanwhile(var act) -> act.run();
      case Fault.Delay(var by) -> pause(by);
      case Fault.FailAfter after -> {}
      case Fault.KillAfter after -> {}
    }
  }

  private static void after(String name, Fault fault) {
    switch (fault) {
      case Fault.FailAfter(var error) -> throw error.get();
      case Fault.KillAfter() -> throw new Killed(name);
      case Fault.FailBefore before -> {}
      case Fault.KillBefore before -> {}
      case Fault.Meanwhile before -> {}
      case Fault.Delay before -> {}
    }
  }

  private static void pause(Duration by) {
    try {
      Thread.sleep(by);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException.Unreachable("interrupted", e);
    }
  }
}
