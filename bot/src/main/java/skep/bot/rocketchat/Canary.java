package skep.bot.rocketchat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves that the bot hears. A connection that answers pings may still have lost its subscription,
 * and then looks like a quiet day. So where nothing was heard for a while, the bot puts a reaction
 * on a message in its conversation with itself, or takes it away: the server must tell it so.
 */
final class Canary {
  private static final Logger LOG = LoggerFactory.getLogger(Canary.class);
  private static final String EMOJI = ":heartbeat:";
  private static final String TEXT =
      "This message is how I find out whether I still hear: I react to it and wait for the news.";

  private final RocketChatRest rest;
  private final RocketChatOptions.Timing timing;
  private Optional<String> place = Optional.empty();
  private boolean reacted;
  private boolean asked;
  private boolean warned;
  private long due = System.nanoTime();

  Canary(RocketChatRest rest, RocketChatOptions.Timing timing) {
    this.rest = rest;
    this.timing = timing;
  }

  /** On a new connection nothing was heard yet. */
  void begin() {
    asked = false;
    due = System.nanoTime();
  }

  /** A message, or news of one, came in on the stream. */
  void heard() {
    asked = false;
    due = System.nanoTime() + timing.silence().toNanos();
  }

  /** How long nothing needs to be done. */
  Duration patience() {
    return Duration.ofNanos(Math.max(0, due - System.nanoTime()));
  }

  /**
   * Asks where it is time to.
   *
   * @throws DdpConnection.LostException where the last question got no answer
   */
  void check(RocketChatRest.Me me) throws DdpConnection.LostException {
    if (System.nanoTime() < due) {
      return;
    }
    if (asked) {
      throw new DdpConnection.LostException(
          "a reaction of the bot's own was not told back within %d s: it hears nothing"
              .formatted(timing.call().toSeconds()));
    }
    asked = sing(me);
    due = System.nanoTime() + (asked ? timing.call() : timing.silence()).toNanos();
  }

  /** Whether there is something to be heard now. */
  private boolean sing(RocketChatRest.Me me) {
    try {
      String message = place.isPresent() ? place.get() : settle(me);
      reacted = !reacted;
      rest.react(message, EMOJI, reacted);
      return true;
    } catch (RocketChatException.Unreachable e) {
      LOG.debug("the canary waits: {}", e.getMessage());
    } catch (RocketChatException.Refused e) {
      if (!warned) {
        LOG.warn("whether the bot hears cannot be tried out: {}", e.getMessage());
      }
      warned = true;
      place = Optional.empty();
    }
    return false;
  }

  private String settle(RocketChatRest.Me me) {
    String room = rest.directRoom(me.username());
    String id = MessageIds.derived(me.id(), "canary");
    Optional<ChatMessage> there = rest.message(id);
    if (there.isEmpty()) {
      rest.send(id, room, Optional.empty(), TEXT, List.of());
    }
    reacted = there.filter(message -> message.reactions().containsKey(EMOJI)).isPresent();
    place = Optional.of(id);
    return id;
  }
}
