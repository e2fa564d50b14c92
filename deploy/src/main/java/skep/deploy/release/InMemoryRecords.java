package skep.deploy.release;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Records that live as long as the program: for tests and trials. Safe for many threads. */
public final class InMemoryRecords implements RecordStore {
  private final Map<String, Stored> byName = new HashMap<>();
  private final InstantSource clock;
  private long version;

  public InMemoryRecords(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Stored create(String name, Map<String, String> labels, byte[] data) {
    RecordStore.check(name, labels, data);
    if (byName.containsKey(name)) {
      throw new NameTakenException(name);
    }
    String id = UUID.randomUUID().toString();
    var stored = new Stored(id, ++version, name, labels, data.clone(), clock.instant());
    byName.put(name, stored);
    return stored;
  }

  @Override
  public synchronized Optional<Stored> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  @Override
  public synchronized List<Stored> list(Map<String, String> labels) {
    return byName.values().stream().filter(stored -> carries(stored, labels)).toList();
  }

  private static boolean carries(Stored stored, Map<String, String> labels) {
    return labels.entrySet().stream()
        .allMatch(wanted ->
            wanted.getValue().isEmpty()
                ? stored.labels().containsKey(wanted.getKey())
                : wanted.getValue().equals(stored.labels().get(wanted.getKey())));
  }

  @Override
  public synchronized Stored relabel(Stored seen, Map<String, String> labels) {
    Stored now = byName.get(seen.name());
    if (now == null || now.version() != seen.version() || !now.id().equals(seen.id())) {
      throw new MovedException(seen.name());
    }
    var changed = new Stored(now.id(), ++version, now.name(), labels, now.data(), now.created());
    byName.put(now.name(), changed);
    return changed;
  }

  @Override
  public synchronized void remove(Stored seen) {
    byName.computeIfPresent(seen.name(), (_, now) -> now.id().equals(seen.id()) ? null : now);
  }
}
