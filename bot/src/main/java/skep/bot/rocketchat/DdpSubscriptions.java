package skep.bot.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to listen to, in one place: every connection subscribes to exactly this, once, with fresh
 * ids. (Bots that subscribe again on top of old handlers run commands twice.)
 */
final class DdpSubscriptions {
  static final String MESSAGES = "stream-room-messages";
  static final String MY_MESSAGES = "__my_messages__";
  static final String USER = "stream-notify-user";

  /**
   * @param essential without it the bot is deaf; a refusal ends the connection
   */
  record Wanted(String stream, String event, boolean essential) {}

  private final List<Wanted> wanted;
  private final Map<String, Wanted> pending = new LinkedHashMap<>();

  private DdpSubscriptions(List<Wanted> wanted) {
    this.wanted = List.copyOf(wanted);
  }

  static DdpSubscriptions of(String ownId) {
    return new DdpSubscriptions(
        List.of(
            new Wanted(MESSAGES, MY_MESSAGES, true),
            new Wanted(USER, ownId + "/message", false),
            new Wanted(USER, ownId + "/subscriptions-changed", false),
            new Wanted(USER, ownId + "/force_logout", false)));
  }

  void request(DdpConnection connection) {
    pending.clear();
    for (Wanted each : wanted) {
      String id = "s" + MessageIds.random();
      pending.put(id, each);
      ObjectNode frame = DdpConnection.message("sub").put("id", id).put("name", each.stream());
      ObjectNode how = frame.putArray("params").add(each.event()).addObject();
      how.put("useCollection", false).putArray("args");
      connection.send(frame);
    }
  }

  /** Takes note of {@code ready} and {@code nosub}; the streams refused by this frame. */
  List<Wanted> settle(JsonNode frame) {
    List<Wanted> refused = new ArrayList<>();
    switch (frame.path("msg").asText()) {
      case "ready" -> frame.path("subs").forEach(id -> pending.remove(id.asText()));
      case "nosub" -> {
        Wanted gone = pending.remove(frame.path("id").asText());
        if (gone != null) {
          refused.add(gone);
        }
      }
      default -> {}
    }
    return refused;
  }

  boolean settled() {
    return pending.isEmpty();
  }
}
