package skep.bot.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Shows in rooms that the bot is at work, as if it typed. The one thing that still goes over the
 * realtime connection; clients forget it after some seconds, so it is shown again and again.
 */
final class Typing {
  static final Duration AGAIN = Duration.ofSeconds(5);

  private final Map<String, Integer> rooms = new ConcurrentHashMap<>();
  private volatile Optional<DdpConnection> connection = Optional.empty();
  private volatile String name = "";
  private volatile long shown = System.nanoTime();

  /**
   * @param shownName what the server shows the bot under; under another name it ignores this
   */
  void connected(DdpConnection to, String shownName) {
    name = shownName;
    connection = Optional.of(to);
    showAll();
  }

  void disconnected() {
    connection = Optional.empty();
  }

  /** Several commands may be at work in one room: it ends with the last. */
  void begins(String room) {
    if (rooms.merge(room, 1, Integer::sum) == 1) {
      show(room, true);
    }
  }

  void ends(String room) {
    if (rooms.computeIfPresent(room, (_, count) -> count == 1 ? null : count - 1) == null) {
      show(room, false);
    }
  }

  /** Called at least every {@link #AGAIN} while {@link #isShown}. */
  void renew() {
    if (System.nanoTime() - shown >= AGAIN.toNanos()) {
      showAll();
    }
  }

  boolean isShown() {
    return !rooms.isEmpty();
  }

  private void showAll() {
    shown = System.nanoTime();
    rooms.keySet().forEach(room -> show(room, true));
  }

  private void show(String room, boolean typing) {
    connection.ifPresent(to -> {
      ObjectNode frame =
          DdpConnection.message("method")
              .put("method", "stream-notify-room")
              .put("id", "t" + MessageIds.random());
      var params = frame.putArray("params").add(room + "/user-activity").add(name);
      var activities = params.addArray();
      if (typing) {
        activities.add("user-typing");
      }
      params.addObject();
      to.send(frame);
    });
  }
}
