package skep.bot.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A message as people see it.
 *
 * @param thread id of the message it replies to
 * @param buttons what a click on each button says
 * @param reactions the emoji put on it
 * @param files the names of the files it carries
 * @param descriptions what is written about them
 */
public record Said(
    String id,
    String by,
    String text,
    Optional<String> thread,
    boolean edited,
    List<String> buttons,
    Set<String> reactions,
    List<String> files,
    List<String> descriptions) {
  static Said of(StoredMessage message) {
    List<String> buttons =
        attached(message).findValues("actions").stream()
            .flatMap(actions -> actions.findValuesAsText("msg").stream())
            .toList();
    return new Said(
        message.id(),
        message.author().username(),
        message.text(),
        message.thread(),
        message.edit().isPresent(),
        buttons,
        Set.copyOf(message.reactions().keySet()),
        files(message),
        attached(message).findValuesAsText("description"));
  }

  private static JsonNode attached(StoredMessage message) {
    return message.extras().getOrDefault("attachments", MissingNode.getInstance());
  }

  private static List<String> files(StoredMessage message) {
    return Optional.ofNullable(message.extras().get("file"))
        .map(file -> List.of(file.path("name").asText()))
        .orElse(List.of());
  }
}
