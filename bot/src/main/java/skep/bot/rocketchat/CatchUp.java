package skep.bot.rocketchat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads back what was said while nobody listened. Times are the server's, and the span reaches a
 * few seconds further back than needed: several server processes do not agree to the millisecond.
 *
 * <p>Asks every room the bot is in, not only those whose clock moved: a reply in a thread, where
 * approvals are typed, does not move it on all versions.
 */
final class CatchUp {
  private static final Duration OVERLAP = Duration.ofSeconds(5);

  private final RocketChatRest rest;
  private Optional<Instant> seenUntil;

  CatchUp(RocketChatRest rest, Optional<Instant> since) {
    this.rest = rest;
    this.seenUntil = since;
  }

  /** Called before subscribing: the first connection counts from here on. */
  void begin() {
    if (seenUntil.isEmpty()) {
      seenUntil = Optional.of(rest.serverTime());
    }
  }

  void seen(ChatMessage message) {
    if (seenUntil.filter(message.updated()::isAfter).isPresent()) {
      seenUntil = Optional.of(message.updated());
    }
  }

  /** In the order they were said. The mark moves only after all rooms answered. */
  List<Arrival> missed() {
    Instant since = seenUntil.orElseThrow().minus(OVERLAP);
    List<Arrival> missed = new ArrayList<>();
    for (RocketChatRest.OwnRoom room : rest.ownRooms()) {
      for (ChatMessage message : rest.changedSince(room.id(), since)) {
        missed.add(new Arrival(message, room.context()));
      }
    }
    missed.sort(Comparator.comparing(arrival -> arrival.message().sent()));
    missed.forEach(arrival -> seen(arrival.message()));
    return missed;
  }
}
