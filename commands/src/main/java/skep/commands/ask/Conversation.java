package skep.commands.ask;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A thread in chat.
 *
 * @param id of its first message
 * @param lines the oldest first
 */
public record Conversation(String id, List<Line> lines) {
  public Conversation {
    lines = List.copyOf(lines);
  }

  /** What people said in it: the bot's own answers are none, where the question was deleted. */
  List<Line> people() {
    return lines.stream().filter(line -> !line.own()).toList();
  }

  /**
   * @param by the author's username
   * @param own whether Skep said it
   * @param link to the message; empty where there is none
   */
  public record Line(String by, boolean own, Instant at, String text, Optional<String> link) {}
}
