package skep.bot.dispatch;

/** The chat server did not answer a question; whatever depended on the answer must not go ahead. */
public final class ChatUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ChatUnreachableException(String what, Throwable cause) {
    super(what, cause);
  }
}
