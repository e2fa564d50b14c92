package skep.bot.local.chat;

/**
 * What an endpoint answers where a test wants it to, whatever is asked.
 *
 * @param type of the body, as in {@code Content-Type}
 */
public record Answer(int status, String type, String body) {
  /** As servers before 9.0 refuse. */
  public static Answer refusal(int status, String error, String errorType) {
    return new Answer(
        status,
        "application/json",
        "{\"success\":false,\"error\":\"%s\",\"errorType\":\"%s\"}".formatted(error, errorType));
  }
}
