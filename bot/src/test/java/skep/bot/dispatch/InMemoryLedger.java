package skep.bot.dispatch;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import skep.commands.chat.Origin;

/** A ledger in memory, shared by all bots of a test. */
final class InMemoryLedger implements Ledger {
  private final Map<String, Taken> open = new LinkedHashMap<>();
  private final Set<String> all = new HashSet<>();
  private final InstantSource clock;

  InMemoryLedger(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized boolean take(Origin origin) {
    boolean first = all.add(origin.message());
    if (first) {
      open.put(origin.message(), new Taken(origin, clock.instant()));
    }
    return first;
  }

  @Override
  public synchronized void alive(Origin origin) {
    open.computeIfPresent(origin.message(), (_, _) -> new Taken(origin, clock.instant()));
  }

  @Override
  public synchronized void answered(Origin origin) {
    open.remove(origin.message());
  }

  @Override
  public synchronized List<Taken> unanswered() {
    return List.copyOf(open.values());
  }
}
