package skep.runbooks.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * Groq's chat completions in the shapes of its API: checks key, model and messages, and does with
 * what is in order what a test wants. It makes vectors, too, which Groq does not.
 */
public final class GroqServer implements AutoCloseable {
  public static final String KEY = "gsk_0123456789abcdefghijKeyOfTheTests";
  public static final String MODEL = "openai/gpt-oss-120b";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Deque<GroqReply> replies = new ArrayDeque<>(List.of(GroqReply.says("Ready.")));
  private final List<JsonNode> heard = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private String key = KEY;
  private Optional<GroqReply> embeds = Optional.empty();

  public GroqServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/openai/v1/chat/completions", exchange -> answer(exchange, this::chat));
    server.createContext("/openai/v1/embeddings", exchange -> answer(exchange, this::embed));
    server.createContext("/", exchange -> answer(exchange, _ -> notFound()));
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:%d/openai/v1".formatted(server.getAddress().getPort()));
  }

  /** One after the other, the last of them again and again. */
  public synchronized void replies(GroqReply... next) {
    replies.clear();
    replies.addAll(List.of(next));
  }

  /** Instead of vectors. */
  public synchronized void embeds(GroqReply instead) {
    embeds = Optional.of(instead);
  }

  /** The key it knows from now on. */
  public synchronized void key(String other) {
    key = other;
  }

  /** What it was asked, as far as the key was good. */
  public synchronized List<JsonNode> heard() {
    return List.copyOf(heard);
  }

  /** Every key that was sent. */
  public synchronized List<String> keys() {
    return List.copyOf(keys);
  }

  private interface Handler {
    GroqReply reply(JsonNode asked);
  }

  private void answer(HttpExchange exchange, Handler handler) throws IOException {
    JsonNode asked = JSON.readTree(exchange.getRequestBody());
    Optional<String> sent =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
    GroqReply reply = noted(asked, sent.orElse("")) ? handler.reply(asked) : noKey();
    switch (reply) {
      case GroqReply.Whole(int status, String body, Map<String, String> headers) -> {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
      }
      case GroqReply.Streams streams -> stream(exchange, streams);
    }
  }

  private void stream(HttpExchange exchange, GroqReply.Streams streams) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    try {
      for (String event : streams.events()) {
        Thread.sleep(streams.pause());
        out.write("data: %s\n\n".formatted(event).getBytes(UTF_8));
        out.flush();
      }
      switch (streams.ending()) {
        case DONE -> out.write("data: [DONE]\n\n".getBytes(UTF_8));
        case CLOSED -> {}
        // An exchange that fails is one whose connection is closed at once.
        case CUT -> throw new IOException("cut, as the test wants it");
        case SILENT -> closed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private synchronized boolean noted(JsonNode asked, String authorization) {
    keys.add(authorization.replaceFirst("^Bearer ", ""));
    boolean isGood = authorization.equals("Bearer " + key);
    if (isGood) {
      heard.add(asked);
    }
    return isGood;
  }

  private synchronized GroqReply chat(JsonNode asked) {
    String model = asked.path("model").asText();
    if (!model.equals(MODEL)) {
      return GroqReply.refuses(
          404,
          "model_not_found",
          "The model `%s` does not exist or you do not have access to it.".formatted(model));
    }
    Optional<String> fault = fault(asked);
    if (fault.isPresent()) {
      return GroqReply.refuses(400, "invalid_request_error", fault.get());
    }
    return replies.size() > 1 ? replies.poll() : replies.getFirst();
  }

  private synchronized GroqReply embed(JsonNode asked) {
    return embeds.orElseGet(() -> Vectors.embed(asked));
  }

  /** What Groq would refuse. */
  private static Optional<String> fault(JsonNode asked) {
    Set<String> calls = new HashSet<>();
    for (JsonNode message : asked.path("messages")) {
      boolean isKnown =
          switch (message.path("role").asText()) {
            case "system", "user" -> message.path("content").isTextual();
            case "assistant" ->
                message.path("content").isTextual() || message.path("tool_calls").size() > 0;
            case "tool" -> calls.contains(message.path("tool_call_id").asText());
            default -> false;
          };
      if (!isKnown) {
        return Optional.of("'messages': " + message);
      }
      message.path("tool_calls").forEach(call -> calls.add(call.path("id").asText()));
    }
    for (JsonNode tool : asked.path("tools")) {
      JsonNode parameters = tool.path("function").path("parameters");
      if (!tool.path("type").asText().equals("function")
          || !parameters.path("type").asText().equals("object")) {
        return Optional.of("'tools': " + tool);
      }
    }
    return asked.path("stream").asBoolean() ? Optional.empty() : Optional.of("'stream'");
  }

  private static GroqReply noKey() {
    return GroqReply.refuses(401, "invalid_api_key", "Invalid API Key");
  }

  private static GroqReply notFound() {
    return GroqReply.refuses(404, "unknown_url", "Unknown request URL");
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }

  /** Vectors of words: what shares words lies near. */
  private static final class Vectors {
    private static final int DIMENSIONS = 64;
    private static final int MOST = 32;

    private static GroqReply embed(JsonNode asked) {
      if (asked.path("input").size() > MOST) {
        return GroqReply.refuses(422, "validation", "batch size > maximum allowed batch size 32");
      }
      ObjectNode answer = JSON.createObjectNode().put("object", "list").put("model", "words");
      ArrayNode data = answer.putArray("data");
      // The last first: who relies on their order is wrong.
      for (int at = asked.path("input").size() - 1; at >= 0; at--) {
        ArrayNode vector =
            data.addObject().put("object", "embedding").put("index", at).putArray("embedding");
        for (double one : vector(asked.path("input").get(at).asText())) {
          vector.add(one);
        }
      }
      answer.putObject("usage").put("prompt_tokens", 8).put("total_tokens", 8);
      return new GroqReply.Whole(200, answer.toString(), Map.of());
    }

    private static double[] vector(String text) {
      double[] vector = new double[DIMENSIONS];
      vector[0] = 1;
      for (String word : text.toLowerCase(Locale.ROOT).split("\\W+")) {
        vector[Math.floorMod(word.hashCode(), DIMENSIONS)] += 3;
      }
      return vector;
    }
  }
}
