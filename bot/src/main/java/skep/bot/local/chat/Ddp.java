package skep.bot.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** The frames a DDP server sends, version 1 of the protocol as Meteor's server words it. */
final class Ddp {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Ddp() {}

  static ObjectNode message(String kind) {
    return JSON.objectNode().put("msg", kind);
  }

  static ObjectNode ready(String subscription) {
    ObjectNode frame = message("ready");
    frame.putArray("subs").add(subscription);
    return frame;
  }

  static ObjectNode result(String method, JsonNode result) {
    ObjectNode frame = message("result").put("id", method);
    frame.set("result", result);
    return frame;
  }

  static ObjectNode updated(String method) {
    ObjectNode frame = message("updated");
    frame.putArray("methods").add(method);
    return frame;
  }

  /** To a frame that had no place where it came. */
  static ObjectNode offence(String reason, JsonNode frame) {
    ObjectNode error = message("error").put("reason", reason);
    error.set("offendingMessage", frame);
    return error;
  }

  static ObjectNode failed(String kind, String id, ObjectNode error) {
    ObjectNode frame = message(kind).put("id", id);
    frame.set("error", error);
    return frame;
  }

  static ObjectNode changed(String stream, String event, ArrayNode args) {
    ObjectNode frame = message("changed").put("collection", stream).put("id", "id");
    frame.putObject("fields").put("eventName", event).set("args", args);
    return frame;
  }

  /** An error with a number, as Meteor uses them: 403, 404, 500. */
  static ObjectNode error(int code, String reason) {
    return error()
        .put("error", code)
        .put("reason", reason)
        .put("message", "%s [%d]".formatted(reason, code));
  }

  static ObjectNode tooMany(Duration wait) {
    long seconds = Math.max(1, wait.toSeconds());
    String reason =
        "Error, too many requests. Please slow down. You must wait %d seconds before trying again."
            .formatted(seconds);
    ObjectNode error = error("too-many-requests").put("reason", reason);
    error.putObject("details").put("timeToReset", wait.toMillis());
    return error;
  }

  /** An error with a name and no reason. */
  static ObjectNode error(String code) {
    return error().put("error", code).put("message", "[%s]".formatted(code));
  }

  private static ObjectNode error() {
    return JSON.objectNode().put("isClientSafe", true).put("errorType", "Meteor.Error");
  }
}
