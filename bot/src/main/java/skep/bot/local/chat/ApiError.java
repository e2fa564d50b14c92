package skep.bot.local.chat;

/** A refusal as Rocket.Chat words it: HTTP status, machine code, reason. */
final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final int status;
  final String code;

  ApiError(int status, String code, String reason) {
    super(reason);
    this.status = status;
    this.code = code;
  }

  static ApiError invalid(String reason) {
    return new ApiError(400, "invalid-params", reason);
  }

  static ApiError notAllowed() {
    return new ApiError(400, "error-not-allowed", "Not allowed");
  }

  static ApiError noRoom() {
    return new ApiError(
        400,
        "error-room-not-found",
        "The required \"roomId\" or \"roomName\" param provided does not match any room");
  }

  static ApiError noMessage() {
    return new ApiError(400, "error-invalid-message", "No message found with the id given");
  }

  static ApiError noUser() {
    return new ApiError(
        400,
        "error-invalid-user",
        "The required \"userId\" or \"username\" param provided does not match any users");
  }
}
