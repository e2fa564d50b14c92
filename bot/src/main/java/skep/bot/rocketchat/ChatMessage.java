package skep.bot.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message document as Rocket.Chat streams or returns it. The same id comes again, with the whole
 * document, whenever the message is edited, reacted to, pinned or replied to.
 *
 * @param text as typed; a name and not a text where {@code type} is there
 * @param type set on system messages and encrypted or removed ones
 * @param editedBy user id; may be somebody else than the author
 * @param alias shown instead of the author's name; anybody with the right to impersonate sets it
 * @param fromIntegration sent through a webhook: the author is only its configured user
 * @param reactions usernames by emoji
 */
public record ChatMessage(
    String id,
    String roomId,
    String text,
    Instant sent,
    Instant updated,
    Author author,
    Optional<String> type,
    Optional<String> thread,
    Optional<Instant> editedAt,
    Optional<String> editedBy,
    Optional<String> alias,
    boolean fromIntegration,
    boolean federated,
    Map<String, List<String>> reactions) {

  /** The type of a message that was deleted and is still shown as that. */
  static final String REMOVED = "rm";

  /** The true sender, whatever is shown. Only the id says who it is. */
  public record Author(String id, String username) {}

  public ChatMessage {
    reactions = Map.copyOf(reactions);
  }

  /** Empty where the document lacks what every message has; unknown keys do not matter. */
  static Optional<ChatMessage> parse(JsonNode doc) {
    Optional<String> id = text(doc, "_id");
    Optional<String> room = text(doc, "rid");
    Optional<String> author = text(doc.path("u"), "_id");
    Optional<Instant> sent = Dates.parse(doc.path("ts"));
    if (id.isEmpty() || room.isEmpty() || author.isEmpty() || sent.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ChatMessage(
            id.get(),
            room.get(),
            doc.path("msg").asText(""),
            sent.get(),
            Dates.parse(doc.path("_updatedAt")).orElse(sent.get()),
            new Author(author.get(), doc.path("u").path("username").asText("")),
            text(doc, "t"),
            text(doc, "tmid"),
            Dates.parse(doc.path("editedAt")),
            text(doc.path("editedBy"), "_id"),
            text(doc, "alias"),
            doc.hasNonNull("bot"),
            doc.hasNonNull("federation"),
            reactions(doc.path("reactions"))));
  }

  private static Optional<String> text(JsonNode doc, String key) {
    return Optional.of(doc.path(key).asText("")).filter(value -> !value.isEmpty());
  }

  private static Map<String, List<String>> reactions(JsonNode doc) {
    Map<String, List<String>> reactions = new LinkedHashMap<>();
    doc.properties()
        .forEach(entry -> {
          List<String> names = new ArrayList<>();
          entry.getValue().path("usernames").forEach(name -> names.add(name.asText()));
          reactions.put(entry.getKey(), List.copyOf(names));
        });
    return reactions;
  }
}
