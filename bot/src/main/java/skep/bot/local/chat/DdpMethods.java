package skep.bot.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The realtime methods that are left: signing in and out, and telling others that one types. */
final class DdpMethods {
  private static final Duration TOKEN_LIFE = Duration.ofDays(90);

  /** What a method came to. */
  sealed interface Answer {
    record SignedIn(Account account, ObjectNode result) implements Answer {}

    record SignedOut() implements Answer {}

    record Result(JsonNode result) implements Answer {}

    record Refused(ObjectNode error) implements Answer {}
  }

  private final Accounts accounts;
  private final ChatStore store;
  private final Clock clock;

  DdpMethods(Accounts accounts, ChatStore store, Clock clock) {
    this.accounts = accounts;
    this.store = store;
    this.clock = clock;
  }

  Answer call(String method, JsonNode params, Optional<Account> caller) {
    return switch (method) {
      case "login" -> login(params.path(0));
      case "logout" -> new Answer.SignedOut();
      case Streams.ROOM -> activity(params, caller);
      default -> new Answer.Refused(Ddp.error(404, "Method '%s' not found".formatted(method)));
    };
  }

  private Answer login(JsonNode with) {
    if (with.has("resume")) {
      String token = with.path("resume").asText();
      return accounts
          .byToken(token)
          .map(account -> signedIn(account, token, "resume"))
          .orElseGet(DdpMethods::loggedOut);
    }
    String username = with.path("user").path("username").asText();
    return accounts
        .byUsername(username)
        .filter(account -> matches(account, with.path("password").path("digest").asText()))
        .map(account -> signedIn(account, accounts.newToken(account), "password"))
        .orElseGet(() -> new Answer.Refused(Ddp.error(403, "Incorrect password")));
  }

  /** To a token that is none, or none any more. */
  static Answer loggedOut() {
    return new Answer.Refused(
        Ddp.error(403, "You've been logged out by the server. Please log in again"));
  }

  private static boolean matches(Account account, String digest) {
    return account
        .password()
        .map(Ids::sha256)
        .map(hash -> HexFormat.of().formatHex(hash).getBytes(StandardCharsets.US_ASCII))
        .filter(hash -> MessageDigest.isEqual(hash, digest.getBytes(StandardCharsets.UTF_8)))
        .isPresent();
  }

  private Answer signedIn(Account account, String token, String type) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("id", account.id()).put("token", token);
    result.set("tokenExpires", Documents.EJSON.date(clock.instant().plus(TOKEN_LIFE)));
    return new Answer.SignedIn(account, result.put("type", type));
  }

  private Answer activity(JsonNode params, Optional<Account> caller) {
    String event = params.path(0).asText();
    String roomId = event.replaceFirst("/.*", "");
    List<String> activities =
        StreamSupport.stream(params.path(2).spliterator(), false).map(JsonNode::asText).toList();
    boolean own =
        caller.filter(a -> a.username().equals(params.path(1).asText())).isPresent()
            && event.endsWith("/user-activity");
    store
        .room(roomId)
        .filter(room -> own && room.readableBy(caller.orElseThrow()))
        .ifPresent(room -> store.activity(room, caller.orElseThrow().username(), activities));
    return new Answer.Result(JsonNodeFactory.instance.nullNode());
  }
}
