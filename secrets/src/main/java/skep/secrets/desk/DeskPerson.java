package skep.secrets.desk;

/**
 * Somebody at the desk.
 *
 * @param id their user id in chat, which decides what they may
 * @param name shown, never trusted
 */
public record DeskPerson(String id, String name) {
  public DeskPerson {
    if (id.isBlank()) {
      throw new IllegalArgumentException("a person at the desk has an id");
    }
  }
}
