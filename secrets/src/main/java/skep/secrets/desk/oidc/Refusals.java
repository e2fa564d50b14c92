package skep.secrets.desk.oidc;

import java.util.regex.Pattern;

/** The provider's error codes as sentences. Its own descriptions are shown to nobody. */
final class Refusals {
  private static final Pattern CODE = Pattern.compile("[a-z_]{1,60}");

  private Refusals() {}

  /** What the browser came back with instead of a code. */
  static SignInException ofTheProvider(String error) {
    return switch (error) {
      case "access_denied" ->
          SignInException.refused(
              "the sign-in server let nobody in: it was cancelled there, or you may not use this");
      case "login_required", "interaction_required", "account_selection_required" ->
          SignInException.refused("nobody is signed in at the sign-in server; begin once more");
      case "consent_required" ->
          SignInException.refused("you did not agree to tell who you are; begin once more");
      case "temporarily_unavailable", "server_error" ->
          SignInException.failed("the sign-in server is in trouble; try again in a while");
      case "invalid_request", "invalid_scope", "unauthorized_client", "unsupported_response_type" ->
          SignInException.failed(
              "the sign-in server takes no sign-in from here (%s): its settings of this client are to be checked"
                  .formatted(error));
      default -> SignInException.failed("the sign-in server refused: " + shown(error));
    };
  }

  /** What came instead of tokens for a code. */
  static SignInException ofTheCode(String error) {
    return switch (error) {
      case "invalid_grant" ->
          SignInException.refused(
              "the sign-in server does not take its code back: it was used, is too old, or belongs"
                  + " to another sign-in; begin once more");
      case "invalid_client", "unauthorized_client" ->
          SignInException.failed(
              "the sign-in server does not know this client: its id and secret are to be checked");
      default ->
          SignInException.failed("the sign-in server gave nothing for its code: " + shown(error));
    };
  }

  private static String shown(String error) {
    return CODE.matcher(error).matches() ? error : "for a reason of its own";
  }
}
