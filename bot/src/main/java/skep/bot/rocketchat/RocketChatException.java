package skep.bot.rocketchat;

/** Why the server did not do it. */
public abstract sealed class RocketChatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private RocketChatException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The server understood and said no; asking again gives the same answer. */
  public static final class Refused extends RocketChatException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;

    Refused(int status, String code, String reason) {
      super("Rocket.Chat refused: %s (%d %s)".formatted(reason, status, code), null);
      this.status = status;
      this.code = code;
    }

    public int status() {
      return status;
    }

    /** The server's machine code such as {@code error-room-not-found}; empty where it gave none. */
    public String code() {
      return code;
    }
  }

  /** The user id or token is not accepted; nothing works until somebody gives a new token. */
  public static final class Unauthorized extends RocketChatException {
    private static final long serialVersionUID = 1L;

    Unauthorized(String reason) {
      super(
          "Rocket.Chat does not accept the bot's token ("
              + reason
              + "). Make a new personal access token for the bot's account and restart Skep with"
              + " it.",
          null);
    }
  }

  /** No answer, or a broken one: whether it was done is not known. */
  public static final class Unreachable extends RocketChatException {
    private static final long serialVersionUID = 1L;

    Unreachable(String what, Throwable cause) {
      super(what, cause);
    }
  }
}
