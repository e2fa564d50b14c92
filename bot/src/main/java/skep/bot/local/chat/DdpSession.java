package skep.bot.local.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/**
 * One client's conversation, as Meteor's own DDP server holds it: connect first, then methods and
 * subscriptions in order.
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
  private final DdpMethods methods;
  private final Streams streams;
  private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
  private volatile boolean connected;
  private volatile Optional<Account> account = Optional.empty();

  DdpSession(Wire wire, DdpMethods methods, Streams streams) {
    this.wire = wire;
    this.methods = methods;
    this.streams = streams;
  }

  /** One text frame from the client. */
  void receive(String text) {
    JsonNode frame;
    try {
      frame = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      wire.send(Ddp.message("error").put("reason", "Parse error"));
      return;
    }
    String kind = frame.path("msg").asText();
    if (!connected && !kind.equals("connect")) {
      offend("Must connect first", frame);
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
        subscriptions.remove(id);
        wire.send(Ddp.message("nosub").put("id", id));
      }
      case "method" -> call(id, frame.path("method").asText(), frame.path("params"));
      default -> offend("Bad request", frame);
    }
  }

  private void connect(JsonNode frame) {
    if (connected) {
      offend("Already connected", frame);
      return;
    }
    boolean understood =
        frame.path("version").asText().equals("1")
            && StreamSupport.stream(frame.path("support").spliterator(), false)
                .anyMatch(version -> version.asText().equals("1"));
    if (!understood) {
      wire.send(Ddp.message("failed").put("version", "1"));
      wire.close(1000, "version");
      return;
    }
    connected = true;
    wire.send(Ddp.message("connected").put("session", Ids.random()));
  }

  private void subscribe(String id, String stream, JsonNode params) {
    if (subscriptions.containsKey(id)) {
      return;
    }
    String event = params.path(0).asText();
    Optional<ObjectNode> refusal = streams.refusal(stream, event, account);
    if (refusal.isPresent()) {
      wire.send(Ddp.failed("nosub", id, refusal.get()));
      return;
    }
    subscriptions.put(id, new Subscription(stream, event));
    wire.send(Ddp.ready(id));
  }

  private void call(String id, String method, JsonNode params) {
    switch (methods.call(method, params, account)) {
      case DdpMethods.Answer.SignedIn(var who, var result) -> {
        account = Optional.of(who);
        wire.send(Ddp.result(id, result));
        ObjectNode added = Ddp.message("added").put("collection", "users").put("id", who.id());
        added.set("fields", Documents.user(who, true));
        wire.send(added);
      }
      case DdpMethods.Answer.SignedOut() -> {
        account = Optional.empty();
        subscriptions.clear();
        wire.send(Ddp.message("result").put("id", id));
      }
      case DdpMethods.Answer.Result(var result) -> wire.send(Ddp.result(id, result));
      case DdpMethods.Answer.Refused(var error) -> wire.send(Ddp.failed("result", id, error));
    }
    wire.send(Ddp.updated(id));
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

  private void offend(String reason, JsonNode frame) {
    ObjectNode error = Ddp.message("error").put("reason", reason);
    error.set("offendingMessage", frame);
    wire.send(error);
  }
}
