package skep.commands.chat;

import java.time.Instant;

/**
 * One occurrence of somebody typing a command.
 *
 * @param id the message's id: the same id is never executed twice
 * @param thread id of the thread's first message; the message's own id where it starts one
 * @param text the command line as typed, from the {@code /} on
 * @param typed when, by the chat server's clock
 */
public record Invocation(
    String id, Person by, Room room, String thread, String text, Instant typed, Progress progress) {

  public Invocation withProgress(Progress other) {
    return new Invocation(id, by, room, thread, text, typed, other);
  }

  /** The same of a line that is shown and recorded as this. */
  public Invocation withText(String other) {
    return new Invocation(id, by, room, thread, other, typed, progress);
  }

  /** Where reports about what this started belong, as it is kept in records. */
  public Origin origin() {
    return new Origin(room.id(), thread, id);
  }

  /**
   * What is shown of a command that runs: one message that is edited. Never blocks for long, never
   * throws.
   */
  public interface Progress {
    /** Shows this text instead of what was shown before. */
    void show(String text);

    /**
     * Shows a picture beside it; the same one, by its name, once. Where nothing can be shown but
     * text, nothing is.
     */
    default void attach(Picture picture) {}

    Progress NONE = text -> {};
  }
}
