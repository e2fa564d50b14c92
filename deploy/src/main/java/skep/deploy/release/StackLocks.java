package skep.deploy.release;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import skep.deploy.release.Release.Actor;

/**
 * One writer per stack. A run holds a lock under a lease it must renew; a person's lock has no end.
 * A lease that ran out (its bot is dead, or cut off) is broken by whoever asks next.
 */
public final class StackLocks {
  /** How long a run may be silent before its lock can be taken from it. */
  public static final Duration LEASE = Duration.ofSeconds(60);

  private static final byte[] NO_DATA = {'{', '}'};

  private final RecordStore store;
  private final InstantSource clock;
  private final Duration lease;

  /**
   * Leases given here, by holder. A run of this program that lives is never mistaken for a dead
   * bot, however late its renewals are.
   */
  private final Map<String, Lease> given = new ConcurrentHashMap<>();

  public StackLocks(RecordStore store, InstantSource clock) {
    this(store, clock, LEASE);
  }

  /**
   * @param lease how long a run may be silent; all bots of one Swarm must agree on it
   */
  public StackLocks(RecordStore store, InstantSource clock, Duration lease) {
    this.store = store;
    this.clock = clock;
    this.lease = lease;
  }

  /** What asking for a lock came to. */
  public sealed interface Acquisition permits Acquired, Held {}

  /** It is ours; close the lease to free it. */
  public record Acquired(Lease lease) implements Acquisition {}

  /**
   * Somebody else has it.
   *
   * @param until when the lease ends unless renewed; empty for a person's lock
   */
  public record Held(Actor by, String reason, Instant since, Optional<Instant> until)
      implements Acquisition {}

  /** What freeing a person's lock came to. */
  public sealed interface Unlocking {
    /** It was locked and is free now. */
    record Unlocked(Held before) implements Unlocking {}

    /** There was no lock. */
    record WasFree() implements Unlocking {}

    /** A live run holds it: it ends by itself, and cutting it off would leave half a deployment. */
    record InUse(Held run) implements Unlocking {}
  }

  /** For a run: held while the lease is open and this program lives. */
  public Acquisition acquire(String stack, Actor by, String reason) {
    Instant now = clock.instant();
    var wanted =
        new LockState(
            UUID.randomUUID().toString(),
            by,
            reason,
            now,
            Optional.of(now.plus(lease)),
            Optional.empty());
    return take(stack, wanted);
  }

  /**
   * For a person: survives restarts, until unlocked. Refused while a release of the stack is not at
   * its end: nobody could finish it until the stack is unlocked.
   *
   * @return who has it instead; empty where it is locked now
   */
  public Optional<Held> hold(String stack, Actor by, String reason) {
    var wanted =
        new LockState(
            LockState.PERSON, by, reason, clock.instant(), Optional.empty(), Optional.empty());
    return switch (take(stack, wanted)) {
      case Held held -> Optional.of(held);
      case Acquired(var lease) -> unlessUnfinished(stack, lease);
    };
  }

  /** Asked with the lock in hand, so that no release begins meanwhile. */
  private Optional<Held> unlessUnfinished(String stack, Lease lease) {
    boolean keep = false;
    try {
      Optional<Held> unfinished = unfinished(stack);
      keep = unfinished.isEmpty();
      return unfinished;
    } finally {
      if (keep) {
        lease.abandon();
      } else {
        lease.close();
      }
    }
  }

  private Optional<Held> unfinished(String stack) {
    return new Releases(store, clock)
        .inFlight(stack).stream()
            .map(OpenRelease::release)
            .findFirst()
            .map(release ->
                new Held(
                    release.requestedBy(),
                    "release %d was begun and is not at its end".formatted(release.number()),
                    release.started(),
                    Optional.of(clock.instant())));
  }

  public Unlocking unlock(String stack) {
    while (true) {
      Optional<RecordStore.Stored> seen = store.find(RecordNames.lock(stack));
      Optional<LockState> state = seen.flatMap(LockState::read);
      if (state.isEmpty()) {
        return new Unlocking.WasFree();
      }
      if (state.get().until().isPresent() && isHeld(state.get())) {
        return new Unlocking.InUse(state.get().held());
      }
      try {
        store.relabel(seen.get(), LockState.free(stack));
        return new Unlocking.Unlocked(state.get().held());
      } catch (RecordStore.MovedException e) {
        // Somebody was quicker: look again.
      }
    }
  }

  /**
   * Asks the run that holds the stack to stop at its next step and go back. What was asked stays
   * with the lock: a bot that finishes the run of a dead one goes back, too.
   *
   * @return the run; empty where none holds the stack
   */
  public Optional<Held> abort(String stack, String why) {
    while (true) {
      Optional<RecordStore.Stored> seen = store.find(RecordNames.lock(stack));
      Optional<LockState> state =
          seen.flatMap(LockState::read).filter(held -> held.until().isPresent() && isHeld(held));
      if (state.isEmpty()) {
        return Optional.empty();
      }
      try {
        store.relabel(seen.get(), state.get().aborted(Optional.of(why)).labels(stack));
      } catch (RecordStore.MovedException e) {
        continue; // It renewed its lease in this moment.
      }
      Optional.ofNullable(given.get(state.get().holder())).ifPresent(lease -> lease.abort(why));
      return Optional.of(state.get().held());
    }
  }

  /** Who has the stack now, a person or a live run. */
  public Optional<Held> holder(String stack) {
    return store
        .find(RecordNames.lock(stack))
        .flatMap(LockState::read)
        .filter(this::isHeld)
        .map(LockState::held);
  }

  /** Every stack somebody has now. */
  public List<String> locked() {
    var stacks = new ArrayList<String>();
    for (var stored : store.list(Map.of(RecordLabels.RECORD, "lock"))) {
      LockState.read(stored)
          .filter(this::isHeld)
          .flatMap(_ -> RecordLabels.text(stored.labels(), RecordLabels.STACK))
          .filter(name -> !name.contains(" ")) // A backup source's lock, and no stack's.
          .ifPresent(stacks::add);
    }
    return List.copyOf(stacks);
  }

  private Acquisition take(String stack, LockState wanted) {
    while (true) {
      try {
        Optional<RecordStore.Stored> seen = store.find(RecordNames.lock(stack));
        if (seen.isEmpty()) {
          return acquired(
              stack, wanted, store.create(RecordNames.lock(stack), wanted.labels(stack), NO_DATA));
        }
        Optional<LockState> now = LockState.read(seen.get());
        if (now.isPresent() && isHeld(now.get())) {
          return now.get().held();
        }
        // Somebody may have asked a bot that died to go back: who finishes its work is told.
        LockState next =
            wanted.until().isEmpty() ? wanted : wanted.aborted(now.flatMap(LockState::abort));
        return acquired(stack, next, store.relabel(seen.get(), next.labels(stack)));
      } catch (RecordStore.NameTakenException | RecordStore.MovedException e) {
        // Somebody was quicker: look who has it now.
      }
    }
  }

  private boolean isHeld(LockState state) {
    given.values().removeIf(lease -> !lease.isOpen());
    return given.containsKey(state.holder()) || !expired(state);
  }

  /** Clocks may be apart by a sixth of the lease: ten seconds of a minute. */
  private boolean expired(LockState state) {
    return state.expired(clock.instant(), lease.dividedBy(6));
  }

  private Acquisition acquired(String stack, LockState state, RecordStore.Stored stored) {
    Lease kept = Lease.keep(store, clock, new Lease.Terms(stack, lease), state, stored);
    if (state.until().isPresent()) {
      given.put(state.holder(), kept);
    }
    return new Acquired(kept);
  }
}
