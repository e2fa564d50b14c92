package skep.bot.local.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Reading what was said: one message, a room's history, a thread, and what was missed. */
final class HistoryApi {
  private static final int DEFAULT_PAGE = 20;
  private static final int MAX_PAGE = 100;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ChatStore store;
  private final Accounts accounts;

  HistoryApi(ChatStore store, Accounts accounts) {
    this.store = store;
    this.accounts = accounts;
  }

  void register(Rest rest) {
    rest.get("chat.getMessage", this::one);
    rest.get("chat.syncMessages", this::sync);
    rest.get("chat.getThreadMessages", this::thread);
    for (String kind : List.of("channels", "groups", "im")) {
      rest.get(kind + ".history", this::history);
    }
  }

  private ObjectNode one(Call call) {
    StoredMessage message =
        store
            .message(call.requiredQuery("msgId"))
            .filter(found -> readable(found.roomId(), call.by()))
            .orElseThrow(ApiError::noMessage);
    return JSON.objectNode().set("message", Documents.ISO.message(message, accounts));
  }

  /** All that changed in a room since a moment: new, edited, reacted to, deleted. Has no limit. */
  private ObjectNode sync(Call call) {
    String roomId = room(call);
    if (call.query("next").isPresent()) {
      return syncByCursor(call, roomId);
    }
    Instant since =
        call.time("lastUpdate")
            .orElseThrow(() ->
                new ApiError(
                    400,
                    "error-lastUpdate-param-invalid",
                    "The \"lastUpdate\" or \"next\" or \"previous\" query param is required"));
    ObjectNode answer = JSON.objectNode();
    ObjectNode result = answer.putObject("result");
    ArrayNode updated = result.putArray("updated");
    store.messagesIn(roomId).stream()
        .filter(message -> message.updated().isAfter(since))
        .sorted(Comparator.comparing(StoredMessage::sent).reversed())
        .forEach(message -> updated.add(Documents.ISO.message(message, accounts)));
    ArrayNode deleted = result.putArray("deleted");
    store.deletedIn(roomId).stream()
        .filter(gone -> gone.at().isAfter(since))
        .forEach(gone ->
            deleted
                .addObject()
                .put("_id", gone.id())
                .set("_deletedAt", Documents.ISO.date(gone.at())));
    return answer;
  }

  /** The form of 7.1 and later: oldest first, in pages, each with where the next one begins. */
  private ObjectNode syncByCursor(Call call, String roomId) {
    if (call.query("previous").isPresent() || call.query("lastUpdate").isPresent()) {
      throw ApiError.invalid("The \"next\" param cannot be combined with the others");
    }
    Instant since = Instant.ofEpochMilli(call.milliseconds("next"));
    int count = Math.clamp(call.number("count", 50), 1, MAX_PAGE);
    ObjectNode answer = JSON.objectNode();
    ObjectNode result = answer.putObject("result");
    ArrayNode updated = result.putArray("updated");
    result.putArray("deleted");
    List<StoredMessage> all =
        store.messagesIn(roomId).stream()
            .filter(message -> message.updated().isAfter(since))
            .sorted(Comparator.comparing(StoredMessage::updated))
            .toList();
    List<StoredMessage> page = all.stream().limit(count).toList();
    page.forEach(message -> updated.add(Documents.ISO.message(message, accounts)));
    ObjectNode cursor = result.putObject("cursor").putNull("next").putNull("previous");
    if (all.size() > count) {
      cursor.put("next", Long.toString(page.getLast().updated().toEpochMilli()));
    }
    return answer;
  }

  private ObjectNode thread(Call call) {
    StoredMessage parent =
        store
            .message(call.requiredQuery("tmid"))
            .filter(found -> readable(found.roomId(), call.by()))
            .orElseThrow(ApiError::noMessage);
    List<StoredMessage> replies =
        store.messagesIn(parent.roomId()).stream()
            .filter(m -> m.thread().filter(parent.id()::equals).isPresent())
            .toList();
    return page(call, replies, 50);
  }

  private ObjectNode history(Call call) {
    String roomId = room(call);
    boolean withThreads = call.query("showThreadMessages").filter("true"::equals).isPresent();
    boolean inclusive = call.query("inclusive").filter("true"::equals).isPresent();
    Instant latest = call.time("latest").orElse(Instant.MAX);
    Instant oldest = call.time("oldest").orElse(Instant.MIN);
    Predicate<StoredMessage> inTime =
        m ->
            (m.sent().isBefore(latest) && m.sent().isAfter(oldest))
                || (inclusive && (m.sent().equals(latest) || m.sent().equals(oldest)));
    List<StoredMessage> found =
        store.messagesIn(roomId).reversed().stream()
            .filter(inTime)
            .filter(m -> withThreads || m.inRoomList())
            .toList();
    return page(call, found, DEFAULT_PAGE);
  }

  private ObjectNode page(Call call, List<StoredMessage> all, int defaultSize) {
    int size = Math.clamp(call.number("count", defaultSize), 0, MAX_PAGE);
    int offset = Math.max(0, call.number("offset", 0));
    ObjectNode answer = JSON.objectNode();
    ArrayNode messages = answer.putArray("messages");
    all.stream()
        .skip(offset)
        .limit(size)
        .forEach(message -> messages.add(Documents.ISO.message(message, accounts)));
    return answer.put("count", messages.size()).put("offset", offset).put("total", all.size());
  }

  private String room(Call call) {
    String roomId = call.requiredQuery("roomId");
    if (!readable(roomId, call.by())) {
      throw ApiError.noRoom();
    }
    return roomId;
  }

  private boolean readable(String roomId, Account by) {
    return store.room(roomId).filter(room -> room.readableBy(by)).isPresent();
  }
}
