package skep.commands.chat;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a command was typed, so that a bot that starts later can answer in the same thread.
 *
 * @param message the command's own message
 */
public record Origin(String room, String thread, String message) {
  private static final Pattern ID = Pattern.compile("[^ ]+");

  public Origin {
    for (String id : new String[] {room, thread, message}) {
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException("not an id: '" + id + "'");
      }
    }
  }

  /** Empty for what {@link #toString} never wrote. */
  public static Optional<Origin> parse(String text) {
    String[] parts = text.split(" ", -1);
    return parts.length == 3 && !text.startsWith(" ") && !text.contains("  ") && !text.endsWith(" ")
        ? Optional.of(new Origin(parts[0], parts[1], parts[2]))
        : Optional.empty();
  }

  public boolean atTerminal() {
    return room.equals("terminal");
  }

  /** Three ids with blanks between. */
  @Override
  public String toString() {
    return room + " " + thread + " " + message;
  }
}
