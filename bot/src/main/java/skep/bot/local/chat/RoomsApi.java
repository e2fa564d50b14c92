package skep.bot.local.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rooms, who is in them, and who people are. */
final class RoomsApi {
  private static final int DEFAULT_PAGE = 50;
  private static final int MAX_PAGE = 100;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ChatStore store;
  private final Accounts accounts;

  RoomsApi(ChatStore store, Accounts accounts) {
    this.store = store;
    this.accounts = accounts;
  }

  void register(Rest rest) {
    rest.get("rooms.get", this::rooms);
    rest.get("subscriptions.get", this::subscriptions);
    rest.get("rooms.info", call -> JSON.objectNode().set("room", document(find(call))));
    rest.get("channels.members", call -> members(call, ChatRoom.Kind.CHANNEL));
    rest.get("groups.members", call -> members(call, ChatRoom.Kind.GROUP));
    rest.get("users.info", this::user);
    rest.get("users.list", this::users);
    rest.post("im.create", this::direct);
  }

  private ObjectNode rooms(Call call) {
    ObjectNode answer = JSON.objectNode();
    ArrayNode update = answer.putArray("update");
    changedRooms(call).forEach(room -> update.add(document(room)));
    answer.putArray("remove");
    return answer;
  }

  private ObjectNode subscriptions(Call call) {
    ObjectNode answer = JSON.objectNode();
    ArrayNode update = answer.putArray("update");
    changedRooms(call)
        .forEach(room -> update.add(Documents.ISO.subscription(room, call.by(), accounts)));
    answer.putArray("remove");
    return answer;
  }

  private List<ChatRoom> changedRooms(Call call) {
    Instant since = call.time("updatedSince").orElse(Instant.MIN);
    return store.roomsOf(call.by()).stream().filter(r -> r.changed().isAfter(since)).toList();
  }

  /** Only who can read a room learns that it exists. */
  private ChatRoom find(Call call) {
    Optional<ChatRoom> byId = call.query("roomId").flatMap(store::room);
    return byId.or(() -> call.query("roomName").flatMap(store::roomNamed))
        .filter(room -> room.readableBy(call.by()))
        .orElseThrow(ApiError::noRoom);
  }

  private ObjectNode members(Call call, ChatRoom.Kind kind) {
    ChatRoom room = find(call);
    if (room.kind() != kind) {
      throw ApiError.noRoom();
    }
    List<ObjectNode> all =
        accounts.all().stream()
            .filter(room::hasMember)
            .map(account -> Documents.user(account, false))
            .toList();
    return page(call, "members", all);
  }

  private ObjectNode user(Call call) {
    Account account =
        call.query("userId")
            .flatMap(accounts::byId)
            .or(() -> call.query("username").flatMap(accounts::byUsername))
            .orElseThrow(ApiError::noUser);
    return JSON.objectNode().set("user", Documents.user(account, account.equals(call.by())));
  }

  private ObjectNode users(Call call) {
    return page(
        call,
        "users",
        accounts.all().stream().map(account -> Documents.user(account, false)).toList());
  }

  private ObjectNode direct(Call call) {
    ObjectNode body = call.body(Set.of("username", "usernames", "excludeSelf"));
    Account other =
        accounts.byUsername(Call.required(body, "username")).orElseThrow(ApiError::noUser);
    ChatRoom room = store.direct(call.by(), other);
    return JSON.objectNode().set("room", document(room).put("rid", room.id()));
  }

  private static ObjectNode page(Call call, String name, List<ObjectNode> all) {
    int size = Math.clamp(call.number("count", DEFAULT_PAGE), 0, MAX_PAGE);
    int offset = Math.max(0, call.number("offset", 0));
    ObjectNode answer = JSON.objectNode();
    ArrayNode items = answer.putArray(name);
    all.stream().skip(offset).limit(size).forEach(items::add);
    return answer.put("count", items.size()).put("offset", offset).put("total", all.size());
  }

  private ObjectNode document(ChatRoom room) {
    return Documents.ISO.room(room, accounts);
  }
}
