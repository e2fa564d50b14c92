package skep.bot.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** From an open socket to a listening bot: connect, sign in, subscribe. */
final class Handshake {
  private static final String LOGIN_ID = "login";

  private final DdpConnection connection;
  private final String token;

  Handshake(DdpConnection connection, String token) {
    this.connection = connection;
    this.token = token;
  }

  /**
   * @param early takes events that arrive before all subscriptions are settled
   */
  void run(DdpSubscriptions subscriptions, Duration atMost, Consumer<JsonNode> early)
      throws DdpConnection.LostException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    connect();
    await(end, "connected", early);
    login();
    JsonNode login = await(end, "result", early);
    if (login.hasNonNull("error")) {
      refuse(login.path("error"));
    }
    subscriptions.request(connection);
    while (!subscriptions.settled()) {
      JsonNode frame = frame(end);
      for (DdpSubscriptions.Wanted refused : subscriptions.settle(frame)) {
        if (refused.essential()) {
          throw new DdpConnection.LostException("the server refuses " + refused.event());
        }
      }
      early.accept(frame);
    }
  }

  private void connect() {
    ObjectNode connect = DdpConnection.message("connect").put("version", "1");
    connect.putArray("support").add("1");
    connection.send(connect);
  }

  private void login() {
    ObjectNode login = DdpConnection.message("method").put("method", "login").put("id", LOGIN_ID);
    login.putArray("params").addObject().put("resume", token);
    connection.send(login);
  }

  private JsonNode await(long end, String kind, Consumer<JsonNode> early)
      throws DdpConnection.LostException, InterruptedException {
    while (true) {
      JsonNode frame = frame(end);
      String msg = frame.path("msg").asText();
      if (msg.equals("failed")) {
        throw new DdpConnection.LostException("the server speaks another version of DDP");
      }
      if (msg.equals(kind)
          && (!kind.equals("result") || frame.path("id").asText().equals(LOGIN_ID))) {
        return frame;
      }
      early.accept(frame);
    }
  }

  private JsonNode frame(long end) throws DdpConnection.LostException, InterruptedException {
    Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    Optional<JsonNode> frame = connection.next(left);
    return frame.orElseThrow(
        () -> new DdpConnection.LostException("the server does not finish the sign-in"));
  }

  /** 403 is final: trying again would only lock the account. Anything else may pass. */
  private static void refuse(JsonNode error) throws DdpConnection.LostException {
    String reason = error.path("reason").asText(error.path("message").asText());
    if (error.path("error").asText().equals("403")) {
      throw new RocketChatException.Unauthorized(reason);
    }
    throw new DdpConnection.LostException("sign-in failed: " + reason);
  }
}
