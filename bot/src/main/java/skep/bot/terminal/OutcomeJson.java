package skep.bot.terminal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import skep.commands.chat.Outcome;

/**
 * What {@code --json} prints: {@code outcome}, {@code text}, {@code next} and {@code changes}, on
 * one line. A plan that waits is {@code refused}: nothing happened, and {@code next} says what to
 * type.
 */
final class OutcomeJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private OutcomeJson() {}

  static String of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done(var text, var changes) -> line("done", text, "", changes);
      case Outcome.Waiting(var text, _, var next, var changes) ->
          line("refused", text, next, changes);
      case Outcome.Refused(var text, var next, var changes) -> line("refused", text, next, changes);
      case Outcome.Failed(var text, var next, var changes) -> line("failed", text, next, changes);
      case Outcome.Unfinished(var text, var next) -> line("failed", text, next, List.of());
    };
  }

  private static String line(
      String outcome, String text, String next, List<Outcome.ChangeView> changes) {
    ObjectNode json = NODES.objectNode();
    json.put("outcome", outcome);
    json.put("text", PlainText.of(text));
    json.put("next", next);
    ArrayNode list = json.putArray("changes");
    changes.forEach(change -> list.add(change(change)));
    return json.toString();
  }

  private static ObjectNode change(Outcome.ChangeView change) {
    ObjectNode json = NODES.objectNode();
    json.put("kind", change.kind());
    json.put("name", change.name());
    json.put("action", change.action());
    ArrayNode fields = json.putArray("fields");
    for (Outcome.FieldView field : change.fields()) {
      ObjectNode one = fields.addObject();
      one.put("path", field.path());
      one.put("from", valueOrNull(field.from()));
      one.put("to", valueOrNull(field.to()));
    }
    return json;
  }

  private static String valueOrNull(String value) {
    return value.isEmpty() ? null : value;
  }
}
