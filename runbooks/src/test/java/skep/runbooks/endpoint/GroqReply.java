package skep.runbooks.endpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What {@link GroqServer} does with a request that is in order. */
public sealed interface GroqReply {
  /** How a stream comes to its end. */
  enum Ending {
    /** With {@code [DONE]}, as it should. */
    DONE,
    /** Without it. */
    CLOSED,
    /** The connection is gone. */
    CUT,
    /** Not at all: nothing more comes, and nothing is closed. */
    SILENT
  }

  /**
   * @param events as they stand behind {@code data:}
   * @param pause before each
   */
  record Streams(List<String> events, Ending ending, Duration pause) implements GroqReply {}

  /** A whole answer at once, mostly that it does not. */
  record Whole(int status, String body, Map<String, String> headers) implements GroqReply {}

  ObjectMapper JSON = new ObjectMapper();

  /** The whole text, word by word. */
  static Streams says(String text) {
    return ends(text, "stop");
  }

  /**
   * @param why the model stops: {@code stop}, {@code length}
   */
  static Streams ends(String text, String why) {
    List<String> events = new ArrayList<>();
    events.add(begin());
    events.add(piece(delta -> delta.put("reasoning", "I should look it up.")));
    words(text).map(GroqReply::word).forEach(events::add);
    events.addAll(end(why));
    return new Streams(events, Ending.DONE, Duration.ZERO);
  }

  /** The beginning of a text, and then this. */
  static Streams breaks(String text, Ending ending) {
    List<String> events = new ArrayList<>();
    events.add(begin());
    words(text).map(GroqReply::word).forEach(events::add);
    return new Streams(events, ending, Duration.ZERO);
  }

  /** One wish, its arguments in pieces of three characters. */
  static Streams looks(String tool, String arguments) {
    List<String> events = new ArrayList<>();
    events.add(begin());
    events.add(wish(0, "call_7f3a", tool, ""));
    for (int at = 0; at < arguments.length(); at += 3) {
      events.add(wish(0, "", "", arguments.substring(at, Math.min(arguments.length(), at + 3))));
    }
    events.addAll(end("tool_calls"));
    return new Streams(events, Ending.DONE, Duration.ZERO);
  }

  static Streams streams(Ending ending, String... events) {
    return new Streams(List.of(events), ending, Duration.ZERO);
  }

  static Whole refuses(int status, String code, String message, String... headers) {
    ObjectNode error = JSON.createObjectNode();
    error
        .putObject("error")
        .put("message", message)
        .put("type", "invalid_request_error")
        .put("code", code);
    Map<String, String> more = headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]);
    return new Whole(status, error.toString(), more);
  }

  static String begin() {
    ObjectNode first = chunk();
    choice(first).putObject("delta").put("role", "assistant").put("content", "");
    first.putObject("x_groq").put("id", "req_01jbd6g2qdfw2adyrt2az8hz4w").put("seed", 17);
    return first.toString();
  }

  static String word(String word) {
    return piece(delta -> delta.put("content", word));
  }

  static String wish(int index, String id, String tool, String arguments) {
    return piece(delta -> {
      ObjectNode call = delta.putArray("tool_calls").addObject().put("index", index);
      ObjectNode function = call.putObject("function").put("arguments", arguments);
      if (!id.isEmpty()) {
        call.put("id", id).put("type", "function");
        function.put("name", tool);
      }
    });
  }

  /** The last piece, and the one with the usage: 1,200 tokens read, 34 written. */
  static List<String> end(String why) {
    ObjectNode last = chunk();
    ObjectNode choice = choice(last);
    choice.putObject("delta");
    choice.put("finish_reason", why);
    usage(last.putObject("x_groq").put("id", "req_01jbd6g2qdfw2adyrt2az8hz4w").putObject("usage"));
    ObjectNode used = chunk();
    used.putArray("choices");
    usage(used.putObject("usage"));
    return List.of(last.toString(), used.toString());
  }

  private static void usage(ObjectNode usage) {
    usage
        .put("queue_time", 0.037)
        .put("prompt_tokens", 1_200)
        .put("prompt_time", 0.002)
        .put("completion_tokens", 34)
        .put("completion_time", 0.06)
        .put("total_tokens", 1_234)
        .put("total_time", 0.062);
  }

  private static String piece(Consumer<ObjectNode> delta) {
    ObjectNode chunk = chunk();
    delta.accept(choice(chunk).putObject("delta"));
    return chunk.toString();
  }

  private static ObjectNode choice(ObjectNode chunk) {
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.putNull("logprobs");
    choice.putNull("finish_reason");
    return choice;
  }

  private static ObjectNode chunk() {
    return JSON.createObjectNode()
        .put("id", "chatcmpl-e7f8e220-656c-4455-a132-dacfc1370798")
        .put("object", "chat.completion.chunk")
        .put("created", 1_795_953_600)
        .put("model", GroqServer.MODEL)
        .put("system_fingerprint", "fp_179b0f92c9");
  }

  private static Stream<String> words(String text) {
    return Stream.of(text.split("(?<= )"));
  }
}
