package skep.bot.local.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One client's conversation: connect first, then methods and subscriptions in order. How it is held
 * differs between the two servers there are: see {@link Manners}.
 *
 * <p>Holds no lock while it calls the store: events arrive from other threads under the store's.
 */
final class DdpSession {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where frames go; keeps their order and may be used from several threads. */
  interface Wire {
    void send(ObjectNode frame);

    void close(int status, String reason);
  }

  private record Subscription(String stream, String event) {}

  private final Wire wire;
  private final Manners manners;
  private final DdpMethods methods;
  private final Streams streams;
  private final RealtimeLimits limits = new RealtimeLimits(System::nanoTime);
  private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
  private volatile boolean connected;
  private volatile Optional<Account> account = Optional.empty();

  DdpSession(Wire wire, Manners manners, DdpMethods methods, Streams streams) {
    this.wire = wire;
    this.manners = manners;
    this.methods = methods;
    this.streams = streams;
  }

  /** Before the client has said anything. */
  void greet() {
    manners.greeting().ifPresent(wire::send);
  }

  /** One text frame from the client. */
  void receive(String text) {
    JsonNode frame;
    try {
      frame = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      manners.notJson(wire);
      return;
    }
    String kind = frame.path("msg").asText();
    if (!connected && !kind.equals("connect")) {
      manners.notConnected(wire, frame);
      return;
    }
    handle(kind, frame);
  }

  private void handle(String kind, JsonNode frame) {
    String id = frame.path("id").asText();
    switch (kind) {
      case "connect" -> connect(frame);
      case "ping" -> {
        ObjectNode pong = Ddp.message("pong");
        wire.send(frame.has("id") ? pong.put("id", id) : pong);
      }
      case "pong" -> {}
      case "sub" -> subscribe(id, frame.path("name").asText(), frame.path("params"));
      case "unsub" -> {
        if (subscriptions.remove(id) != null || manners.confirmsUnknown()) {
          wire.send(Ddp.message("nosub").put("id", id));
        }
      }
      case "method" -> call(id, frame.path("method").asText(), frame.path("params"));
      default -> wire.send(Ddp.offence("Bad request", frame));
    }
  }

  private void connect(JsonNode frame) {
    if (connected) {
      manners.connectedAlready(wire, frame);
      return;
    }
    if (!manners.understands(frame)) {
      wire.send(Ddp.message("failed").put("version", "1"));
      wire.close(1000, "version");
      return;
    }
    connected = true;
    wire.send(Ddp.message("connected").put("session", manners.newSession()));
  }

  private void subscribe(String id, String stream, JsonNode params) {
    if (subscriptions.containsKey(id) && !manners.subscribesAgain()) {
      return;
    }
    String event = params.path(0).asText();
    Optional<ObjectNode> refusal =
        tooMany(stream).or(() -> streams.refusal(stream, event, account));
    if (refusal.isPresent()) {
      wire.send(Ddp.failed("nosub", id, refusal.get()));
      return;
    }
    subscriptions.put(id, new Subscription(stream, event));
    wire.send(Ddp.ready(id));
  }

  private Optional<ObjectNode> tooMany(String name) {
    return manners.countsCalls() ? limits.excess(name).map(Ddp::tooMany) : Optional.empty();
  }

  private void call(String id, String method, JsonNode params) {
    Optional<ObjectNode> tooMany = tooMany(method);
    if (tooMany.isPresent()) {
      answer(id, Ddp.failed("result", id, tooMany.get()), Optional.empty());
      return;
    }
    DdpMethods.Answer answer =
        method.equals("login") && !manners.takesPasswords() && !params.path(0).has("resume")
            ? DdpMethods.loggedOut()
            : methods.call(method, params, account);
    switch (answer) {
      case DdpMethods.Answer.SignedIn(var who, var result) -> {
        account = Optional.of(who);
        ObjectNode data = Ddp.message("added").put("collection", "users").put("id", who.id());
        data.set("fields", Documents.user(who, true));
        answer(id, Ddp.result(id, result), Optional.of(data));
      }
      case DdpMethods.Answer.SignedOut() -> {
        account = Optional.empty();
        subscriptions.clear();
        answer(id, Ddp.message("result").put("id", id), Optional.empty());
        manners.signedOut(wire);
      }
      case DdpMethods.Answer.Result(var result) ->
          answer(id, Ddp.result(id, result), Optional.empty());
      case DdpMethods.Answer.Refused(var error) ->
          answer(id, Ddp.failed("result", id, error), Optional.empty());
    }
  }

  private void answer(String id, ObjectNode result, Optional<ObjectNode> data) {
    manners.answer(result, Ddp.updated(id), data).forEach(wire::send);
  }

  int subscriptions() {
    return subscriptions.size();
  }

  /** Tells this client nothing more, while the connection lives on. */
  void forget() {
    subscriptions.clear();
  }

  /** Passes on what this client subscribed to and may read, once per subscribed event name. */
  void tell(ChatEvent event) {
    account.ifPresent(reader -> {
      for (Subscription sub : List.copyOf(subscriptions.values()).stream().distinct().toList()) {
        streams
            .arguments(event, sub.stream(), sub.event(), reader)
            .ifPresent(args -> wire.send(Ddp.changed(sub.stream(), sub.event(), args)));
      }
    });
  }
}
