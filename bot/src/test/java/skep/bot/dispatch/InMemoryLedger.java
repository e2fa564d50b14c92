package skep.bot.dispatch;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import skep.commands.chat.Origin;

/** A ledger in memory, shared by all bots of a test. */
final class InMemoryLedger implements Ledger {
  private final Map<String, Taken> open = new LinkedHashMap<>();
  private final Map<String, Taken> all = new LinkedHashMap<>();
  private final InstantSource clock;

  InMemoryLedger(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized boolean take(Origin origin) {
    Taken taken = new Taken(origin, clock.instant());
    open.putIfAbsent(origin.message(), taken);
    return all.putIfAbsent(origin.message(), taken) == null;
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
