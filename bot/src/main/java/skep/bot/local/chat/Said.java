package skep.bot.local.chat;

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
 */
public record Said(
    String id,
    String by,
    String text,
    Optional<String> thread,
    boolean edited,
    List<String> buttons,
    Set<String> reactions,
    List<String> files) {
  static Said of(StoredMessage message) {
    List<String> buttons =
        Optional.ofNullable(message.extras().get("attachments")).stream()
            .flatMap(attachments -> attachments.findValues("actions").stream())
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
        files(message));
  }

  private static List<String> files(StoredMessage message) {
    return Optional.ofNullable(message.extras().get("file"))
        .map(file -> List.of(file.path("name").asText()))
        .orElse(List.of());
  }
}
