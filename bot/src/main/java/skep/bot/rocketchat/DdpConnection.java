package skep.bot.rocketchat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/**
 * One socket, read by one thread. Answers pings by itself, asks a silent server, and gives up on
 * one that stays silent, so a dead connection is never taken for a quiet one.
 */
final class DdpConnection implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BlockingQueue<Item> inbox = new LinkedBlockingQueue<>();
  private final RocketChatOptions.Timing timing;
  private final WebSocket socket;
  private volatile long heard = System.nanoTime();

  private sealed interface Item {
    record Frame(JsonNode frame) implements Item {}

    record End(String why) implements Item {}
  }

  /** The connection is over; make another one. */
  static final class LostException extends IOException {
    private static final long serialVersionUID = 1L;

    LostException(String why) {
      super(why);
    }
  }

  DdpConnection(OkHttpClient http, RocketChatOptions options) {
    timing = options.timing();
    // Never with a query: it changes the framing on some servers.
    Request request = new Request.Builder().url(options.address("/websocket")).build();
    socket = http.newWebSocket(request, new Ears());
  }

  void send(ObjectNode frame) {
    socket.send(frame.toString());
  }

  /** The next frame within this time; throws when the connection is over. */
  Optional<JsonNode> next(Duration atMost) throws LostException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    boolean asked = false;
    while (true) {
      long silent = System.nanoTime() - heard;
      if (silent >= timing.dead().toNanos()) {
        throw new LostException("nothing heard for " + timing.dead().toSeconds() + " s");
      }
      asked &= silent >= timing.ask().toNanos();
      if (!asked && silent >= timing.ask().toNanos()) {
        asked = true;
        send(message("ping"));
      }
      long untilCheck = (asked ? timing.dead() : timing.ask()).toNanos() - silent;
      long wait = Math.min(untilCheck, end - System.nanoTime());
      Item item = inbox.poll(Math.max(wait, 1_000_000), TimeUnit.NANOSECONDS);
      if (item != null) {
        return Optional.of(frame(item));
      }
      if (System.nanoTime() >= end) {
        return Optional.empty();
      }
    }
  }

  private static JsonNode frame(Item item) throws LostException {
    return switch (item) {
      case Item.Frame(var frame) -> frame;
      case Item.End(var why) -> throw new LostException(why);
    };
  }

  static ObjectNode message(String kind) {
    return JsonNodeFactory.instance.objectNode().put("msg", kind);
  }

  @Override
  public void close() {
    socket.close(1000, "bye");
    socket.cancel();
  }

  private final class Ears extends WebSocketListener {
    @Override
    public void onMessage(WebSocket from, String text) {
      heard = System.nanoTime();
      try {
        JsonNode frame = JSON.readTree(text);
        switch (frame.path("msg").asText()) {
          case "ping" -> {
            ObjectNode pong = message("pong");
            from.send((frame.has("id") ? pong.set("id", frame.get("id")) : pong).toString());
          }
          case "pong" -> {}
          default -> inbox.add(new Item.Frame(frame));
        }
      } catch (JsonProcessingException e) {
        inbox.add(new Item.End("the server sent something that is not JSON"));
      }
    }

    @Override
    public void onClosing(WebSocket from, int code, String reason) {
      inbox.add(new Item.End("the server hung up (%d %s)".formatted(code, reason).strip()));
    }

    @Override
    public void onFailure(WebSocket from, Throwable cause, Response response) {
      String status = response == null ? "" : " (status " + response.code() + ")";
      inbox.add(new Item.End(Optional.ofNullable(cause.getMessage()).orElse("closed") + status));
    }
  }
}
