package skep.bot.rocketchat;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text at line borders into parts the server takes; an open code fence goes on in the next.
 */
final class LongText {
  /** Under the server's default of 5000 UTF-16 units, with room for fences and a mark. */
  static final int PART = 4500;

  private static final String FENCE = "```";

  private final List<String> parts = new ArrayList<>();
  private final StringBuilder part = new StringBuilder();
  private final int limit;
  private String openFence = "";

  private LongText(int limit) {
    this.limit = limit;
  }

  static List<String> split(String text) {
    return split(text, PART);
  }

  static List<String> split(String text, int limit) {
    if (text.length() <= limit) {
      return List.of(text);
    }
    LongText cut = new LongText(limit);
    text.lines().forEach(cut::add);
    cut.end();
    return List.copyOf(cut.parts);
  }

  private void add(String line) {
    int room = limit - 2 * FENCE.length() - openFence.length() - 2;
    String rest = line;
    while (rest.length() > room) {
      int at = Character.isHighSurrogate(rest.charAt(room - 1)) ? room - 1 : room;
      append(rest.substring(0, at));
      rest = rest.substring(at);
    }
    append(rest);
    if (line.strip().startsWith(FENCE)) {
      openFence = openFence.isEmpty() ? line.strip() : "";
    }
  }

  private void append(String line) {
    int closing = openFence.isEmpty() ? 0 : FENCE.length() + 1;
    if (!part.isEmpty() && part.length() + line.length() + 1 + closing > limit) {
      flush();
    }
    part.append(line).append('\n');
  }

  private void flush() {
    if (openFence.isEmpty()) {
      end();
      return;
    }
    part.append(FENCE);
    end();
    part.append(openFence).append('\n');
  }

  private void end() {
    String text = part.toString().stripTrailing();
    if (!text.isBlank()) {
      parts.add(text);
    }
    part.setLength(0);
  }
}
