package skep.bot.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.bot.dispatch.Chat.Line;
import skep.bot.dispatch.Chat.Talk;

/** Reads whole threads. */
final class Threads {
  private static final int PAGE = 100;

  /** Longer ones are no talk about one thing. */
  private static final int MOST = 300;

  private final RestCalls calls;
  private final RocketChatRest rest;

  Threads(RestCalls calls, RocketChatRest rest) {
    this.calls = calls;
    this.rest = rest;
  }

  /**
   * @param self the bot's user id
   */
  Optional<Talk> around(String message, String self) {
    Optional<ChatMessage> found = rest.message(message);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String root = found.get().thread().orElse(message);
    List<ChatMessage> all = new ArrayList<>(rest.message(root).stream().toList());
    all.addAll(replies(root));
    return Optional.of(
        new Talk(
            found.get().roomId(),
            root,
            all.stream()
                .filter(one -> one.type().isEmpty() && !one.text().isBlank())
                .sorted(Comparator.comparing(ChatMessage::sent))
                .map(one -> line(one, self))
                .toList()));
  }

  private static Line line(ChatMessage message, String self) {
    return new Line(
        message.id(),
        message.author().username(),
        message.author().id().equals(self),
        message.sent(),
        message.text());
  }

  private List<ChatMessage> replies(String root) {
    List<ChatMessage> replies = new ArrayList<>();
    int total;
    do {
      JsonNode page =
          calls.get(
              "chat.getThreadMessages",
              Map.of("tmid", root, "count", "" + PAGE, "offset", Integer.toString(replies.size())));
      int before = replies.size();
      page.path("messages").forEach(message -> ChatMessage.parse(message).ifPresent(replies::add));
      total = replies.size() == before ? 0 : page.path("total").asInt();
    } while (replies.size() < Math.min(total, MOST));
    return replies;
  }
}
