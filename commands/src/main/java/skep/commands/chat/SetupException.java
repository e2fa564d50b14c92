package skep.commands.chat;

/**
 * Skep was started without something it needs, or with something wrong. The message says which
 * setting and what to give it.
 */
public class SetupException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SetupException(String message) {
    super(message);
  }
}
