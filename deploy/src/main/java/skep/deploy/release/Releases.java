package skep.deploy.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skep.deploy.release.Release.Actor;
import skep.deploy.release.Release.State;
import skep.secrets.repository.CommitId;

/** The releases of every stack: numbered, kept to a bound, found again. */
public final class Releases {
  /** Kept per stack; the last verified one and the one in effect are kept beyond it. */
  public static final int KEPT = 20;

  private final RecordStore store;
  private final InstantSource clock;

  public Releases(RecordStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * A release about to begin.
   *
   * @param steps what will be done, in words, in the journal's order
   * @param undertaking whatever its writer needs to go on after a restart; kept as it is
   * @param backTo the release it goes back to, where it is a rollback
   */
  public record Draft(
      String stack,
      CommitId commit,
      String plan,
      Map<String, ObjectNode> services,
      Map<String, ObjectNode> networks,
      Map<String, String> fingerprints,
      Actor requestedBy,
      Consent consent,
      String origin,
      List<String> steps,
      ObjectNode undertaking,
      Optional<Integer> backTo) {
    public Draft {
      services = Map.copyOf(services);
      networks = Map.copyOf(networks);
      fingerprints = Map.copyOf(fingerprints);
      steps = List.copyOf(steps);
      undertaking = undertaking.deepCopy();
    }
  }

  /**
   * What forgetting old releases came to.
   *
   * @param forgotten numbers that are gone now
   * @param freed versioned names of secrets and configs only those needed
   */
  public record Pruned(List<Integer> forgotten, Set<String> freed) {
    public Pruned {
      forgotten = List.copyOf(forgotten);
      freed = Set.copyOf(freed);
    }
  }

  /**
   * Records that a release begins, under the next free number.
   *
   * @throws RecordStore.TooLargeException where its specs do not fit in a record
   */
  public OpenRelease begin(Draft draft) {
    List<RecordStore.Stored> before = stored(draft.stack());
    ObjectNode data = ReleaseJson.write(draft, toReturnTo(before), clock.instant());
    byte[] packed = RecordData.pack(data);
    int number = before.stream().mapToInt(Releases::number).max().orElse(0);
    while (true) {
      number++;
      try {
        var created =
            store.create(
                RecordNames.release(draft.stack(), number), labels(draft.stack(), number), packed);
        return new OpenRelease(store, clock, created, data);
      } catch (RecordStore.NameTakenException e) {
        // Somebody began that one in the same moment.
      }
    }
  }

  private static Map<String, String> labels(String stack, int number) {
    var labels = new HashMap<String, String>();
    labels.put(RecordLabels.RECORD, "release");
    labels.put(RecordLabels.STACK, stack);
    labels.put(RecordLabels.NUMBER, Integer.toString(number));
    labels.put(RecordLabels.STATE, State.APPLYING.word());
    return labels;
  }

  /**
   * The one whose record says what runs. After a failed one that did not come back either, none
   * does: its own specs are those that did not run.
   */
  private static Optional<Integer> toReturnTo(List<RecordStore.Stored> newestFirst) {
    return inEffect(newestFirst)
        .filter(stored -> state(stored) != State.FAILED)
        .map(Releases::number);
  }

  private static Optional<RecordStore.Stored> inEffect(List<RecordStore.Stored> newestFirst) {
    return newestFirst.stream().filter(stored -> state(stored).inEffect()).findFirst();
  }

  /** Newest first. */
  public List<Release> history(String stack) {
    return stored(stack).stream().map(Releases::read).toList();
  }

  public Optional<Release> latest(String stack) {
    return stored(stack).stream().findFirst().map(Releases::read);
  }

  /** The newest that changed the stack and did not take it back. */
  public Optional<Release> inEffect(String stack) {
    return inEffect(stored(stack)).map(Releases::read);
  }

  public Optional<Release> latestVerified(String stack) {
    return stored(stack).stream()
        .filter(stored -> state(stored) == State.RELEASED)
        .findFirst()
        .map(Releases::read);
  }

  public Optional<Release> find(String stack, int number) {
    return store
        .find(RecordNames.release(stack, number))
        .map(Releases::read)
        .filter(release -> release.stack().equals(stack));
  }

  /** What came of the command with this origin; the newest, where it did several. */
  public Optional<Release> ofOrigin(String origin) {
    return store.list(Map.of(RecordLabels.RECORD, "release")).stream()
        .map(Releases::read)
        .filter(release -> release.origin().equals(origin))
        .max(Comparator.comparing(Release::started));
  }

  /** What came of this plan of a stack; empty where it was never begun. */
  public Optional<Release> ofPlan(String stack, String plan) {
    return history(stack).stream().filter(release -> release.plan().equals(plan)).findFirst();
  }

  /** Stacks with a release that was begun and not ended. */
  public List<String> stacksInFlight() {
    return Arrays.stream(State.values())
        .filter(State::inFlight)
        .map(state -> Map.of(RecordLabels.RECORD, "release", RecordLabels.STATE, state.word()))
        .flatMap(labels -> store.list(labels).stream())
        .flatMap(stored -> RecordLabels.text(stored.labels(), RecordLabels.STACK).stream())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Releases of the stack that were begun and not ended, oldest first.
   *
   * @throws RecordData.UnreadableRecordException where one was damaged
   */
  public List<OpenRelease> inFlight(String stack) {
    return stored(stack).reversed().stream()
        .filter(stored -> state(stored).inFlight())
        .map(stored -> new OpenRelease(store, clock, stored, RecordData.unpack(stored)))
        .toList();
  }

  /**
   * Forgets what is beyond {@link #KEPT}, never the last verified release, the one in effect, nor
   * one in flight.
   */
  public Pruned prune(String stack) {
    List<RecordStore.Stored> all = stored(stack);
    var needed = new HashSet<Integer>();
    all.stream()
        .filter(one -> state(one) == State.RELEASED)
        .findFirst()
        .map(Releases::number)
        .ifPresent(needed::add);
    inEffect(all).map(Releases::number).ifPresent(needed::add);
    List<RecordStore.Stored> old =
        all.stream()
            .skip(KEPT)
            .filter(one -> !state(one).inFlight() && !needed.contains(number(one)))
            .toList();
    if (old.isEmpty()) {
      return new Pruned(List.of(), Set.of());
    }
    List<RecordStore.Stored> kept = all.stream().filter(one -> !old.contains(one)).toList();
    Set<String> freed = freed(old, kept);
    old.forEach(store::remove);
    return new Pruned(old.stream().map(Releases::number).toList(), freed);
  }

  /** Nothing is free while a kept release cannot be read: it may need it. */
  private static Set<String> freed(List<RecordStore.Stored> old, List<RecordStore.Stored> kept) {
    try {
      Set<String> freed = pinned(old);
      freed.removeAll(pinned(kept));
      return freed;
    } catch (RecordData.UnreadableRecordException e) {
      return Set.of();
    }
  }

  private static Set<String> pinned(List<RecordStore.Stored> releases) {
    var pinned = new LinkedHashSet<String>();
    releases.forEach(stored -> pinned.addAll(read(stored).fingerprints().keySet()));
    return pinned;
  }

  private List<RecordStore.Stored> stored(String stack) {
    return store.list(Map.of(RecordLabels.RECORD, "release", RecordLabels.STACK, stack)).stream()
        .sorted(Comparator.comparingInt(Releases::number).reversed())
        .toList();
  }

  private static int number(RecordStore.Stored stored) {
    return Integer.parseInt(stored.labels().getOrDefault(RecordLabels.NUMBER, "0"));
  }

  private static State state(RecordStore.Stored stored) {
    return ReleaseJson.state(stored.labels().getOrDefault(RecordLabels.STATE, ""));
  }

  private static Release read(RecordStore.Stored stored) {
    return ReleaseJson.read(stored, RecordData.unpack(stored));
  }
}
