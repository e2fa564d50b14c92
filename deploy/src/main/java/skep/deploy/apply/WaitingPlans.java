package skep.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import skep.deploy.plan.Plan;
import skep.deploy.plan.PlanJson;
import skep.deploy.release.RecordData;
import skep.deploy.release.RecordLabels;
import skep.deploy.release.RecordStore;
import skep.deploy.release.Release.Actor;

/**
 * Plans that wait for an approval, as records {@code skep-plan-<id>}. Each is taken exactly once,
 * whoever approves, rejects, and however often; a taken plan stays as a mark until it expires.
 */
public final class WaitingPlans {
  private static final Pattern ID = Pattern.compile("[a-z0-9]{1,40}");
  private static final String STATE = "skep.state";
  private static final String PREFIX = "skep-plan-";
  private static final String WAITING = "waiting";
  private static final String BY = "skep.by.name";
  private static final String YES = "skep.yes";
  private static final Map<String, String> ALL = Map.of(RecordLabels.RECORD, "plan");

  private final RecordStore store;
  private final InstantSource clock;

  public WaitingPlans(RecordStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * @param origin where the answer belongs
   * @param ref what it was made from, so that it can be seen to have moved; empty for the default
   *     branch
   */
  public record Waiting(Plan plan, Actor requestedBy, String origin, String ref) {
    public Waiting(Plan plan, Actor requestedBy, String origin) {
      this(plan, requestedBy, origin, "");
    }
  }

  /** What asking for a waiting plan came to. */
  public sealed interface Found {
    record Here(Waiting waiting) implements Found {}

    record Taken(Decision decision, String by) implements Found {}

    record Expired(Instant at) implements Found {}

    record Unknown() implements Found {}
  }

  /** What somebody decided about a plan. */
  public enum Decision {
    APPROVED,
    REJECTED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws RecordStore.NameTakenException where a plan of that id waits
   * @throws RecordStore.TooLargeException where it does not fit in a record
   */
  public void store(Waiting waiting) {
    Plan plan = waiting.plan();
    ObjectNode data = RecordData.object();
    data.set("plan", RecordData.tree(PlanJson.write(plan)));
    data.putObject("requestedBy")
        .put("id", waiting.requestedBy().id())
        .put("name", waiting.requestedBy().name());
    data.put("origin", waiting.origin());
    data.put("ref", waiting.ref());
    var labels = new HashMap<>(ALL);
    labels.put("skep.stack", plan.stack());
    labels.put("skep.until", plan.expires().toString());
    labels.put(STATE, WAITING);
    store.create(name(plan.id()), labels, RecordData.pack(data));
  }

  public Found find(String id) {
    return stored(id).map(this::found).orElseGet(Found.Unknown::new);
  }

  /**
   * Notes somebody's yes to a plan that waits; the same person's counts once.
   *
   * @return everybody who said yes so far, in that order; empty where it does not wait any more
   */
  public List<Actor> agree(String id, Actor by) {
    while (true) {
      Optional<RecordStore.Stored> stored = stored(id);
      if (!(stored.map(this::found).orElseGet(Found.Unknown::new) instanceof Found.Here)) {
        return List.of();
      }
      List<Actor> yes = new ArrayList<>(yes(stored.get()));
      if (yes.stream().anyMatch(one -> one.id().equals(by.id()))) {
        return yes;
      }
      yes.add(by);
      var labels = new HashMap<>(stored.get().labels());
      labels.put(YES, String.join("\n", yes.stream().map(a -> a.id() + "\t" + a.name()).toList()));
      try {
        store.relabel(stored.get(), labels);
        return yes;
      } catch (RecordStore.MovedException e) {
        // Somebody was quicker: count anew.
      }
    }
  }

  private static List<Actor> yes(RecordStore.Stored stored) {
    return stored
        .labels()
        .getOrDefault(YES, "")
        .lines()
        .map(line -> line.split("\t", 2))
        .filter(parts -> parts.length == 2)
        .map(parts -> new Actor(parts[0], parts[1]))
        .toList();
  }

  /** Takes it: {@link Found.Here} for exactly one caller, for everybody else what came before. */
  public Found take(String id, Decision decision, Actor by) {
    while (true) {
      Optional<RecordStore.Stored> stored = stored(id);
      Found found = stored.map(this::found).orElseGet(Found.Unknown::new);
      if (!(found instanceof Found.Here)) {
        return found;
      }
      var labels = new HashMap<>(stored.orElseThrow().labels());
      labels.put(STATE, decision.word());
      labels.put(BY, by.name());
      try {
        store.relabel(stored.get(), labels);
        return found;
      } catch (RecordStore.MovedException e) {
        // Somebody was quicker: look what they decided.
      }
    }
  }

  /**
   * A plan and how it stands.
   *
   * @param origin where it was asked for
   * @param found never {@link Found.Unknown}
   */
  public record Kept(String id, String stack, String origin, Actor requestedBy, Found found) {}

  /** The plan made for the command of this origin, whether somebody decided about it or not. */
  public Optional<Kept> ofOrigin(String origin) {
    return store.list(ALL).stream()
        .filter(stored -> RecordData.unpack(stored).path("origin").asText().equals(origin))
        .map(stored -> kept(stored, found(stored)))
        .findFirst();
  }

  /** Plans somebody decided about, or nobody in time; not those whose record is damaged. */
  public List<Kept> decided() {
    return store.list(ALL).stream().flatMap(stored -> decided(stored).stream()).toList();
  }

  private Optional<Kept> decided(RecordStore.Stored stored) {
    try {
      return over(stored).map(found -> kept(stored, found));
    } catch (RecordData.UnreadableRecordException e) {
      return Optional.empty();
    }
  }

  private static Kept kept(RecordStore.Stored stored, Found found) {
    ObjectNode data = RecordData.unpack(stored);
    return new Kept(
        stored.name().substring(PREFIX.length()),
        stored.labels().getOrDefault("skep.stack", ""),
        data.path("origin").asText(),
        requestedBy(data),
        found);
  }

  private static Actor requestedBy(ObjectNode data) {
    return new Actor(data.at("/requestedBy/id").asText(), data.at("/requestedBy/name").asText());
  }

  /** Plans nobody decided about yet, oldest first. */
  public List<Waiting> waiting() {
    return store.list(ALL).stream()
        .map(this::found)
        .flatMap(found ->
            found instanceof Found.Here(var waiting)
                ? java.util.stream.Stream.of(waiting)
                : java.util.stream.Stream.empty())
        .sorted(Comparator.comparing(waiting -> waiting.plan().made()))
        .toList();
  }

  /** Forgets plans that are expired, taken or not; says how many. */
  public int prune() {
    Instant now = clock.instant();
    List<RecordStore.Stored> old =
        store.list(ALL).stream().filter(stored -> expires(stored).isBefore(now)).toList();
    old.forEach(store::remove);
    return old.size();
  }

  private Optional<RecordStore.Stored> stored(String id) {
    return ID.matcher(id).matches() ? store.find(name(id)) : Optional.empty();
  }

  private Found found(RecordStore.Stored stored) {
    return over(stored).orElseGet(() -> new Found.Here(waiting(RecordData.unpack(stored))));
  }

  private static Waiting waiting(ObjectNode data) {
    return new Waiting(
        PlanJson.read(RecordData.bytes(data.path("plan"))),
        requestedBy(data),
        data.path("origin").asText(),
        data.path("ref").asText());
  }

  /** What became of it, which its labels alone say; empty where it waits. */
  private Optional<Found> over(RecordStore.Stored stored) {
    String state = stored.labels().getOrDefault(STATE, WAITING);
    if (!state.equals(WAITING)) {
      String by = stored.labels().getOrDefault(BY, "somebody");
      return Optional.of(new Found.Taken(decision(stored.name(), state), by));
    }
    Instant expires = expires(stored);
    return clock.instant().isBefore(expires)
        ? Optional.empty()
        : Optional.of(new Found.Expired(expires));
  }

  private static Decision decision(String record, String state) {
    return Arrays.stream(Decision.values())
        .filter(decision -> decision.word().equals(state))
        .findFirst()
        .orElseThrow(
            () -> new RecordData.UnreadableRecordException(record, "its state is " + state));
  }

  private static Instant expires(RecordStore.Stored stored) {
    return Optional.ofNullable(stored.labels().get("skep.until"))
        .map(Instant::parse)
        .orElse(stored.created());
  }

  private static String name(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("a plan's id is of lower-case letters and digits: " + id);
    }
    return PREFIX + id;
  }
}
