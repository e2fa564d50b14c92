package skep.commands.chat;

/**
 * @param id decides what a person may do: a Rocket.Chat user id or {@code terminal:<user>}
 * @param username what is shown; never trusted
 */
public record Person(String id, String username) {
  /** Whether this is somebody at a terminal, who holds the Docker socket anyway. */
  public boolean atTerminal() {
    return id.startsWith("terminal:");
  }
}
