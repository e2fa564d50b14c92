package skep.deploy.preflight;

/**
 * Why a plan would fail.
 *
 * @param what it is about: {@code service web_app}
 * @param why it would fail
 * @param next what to do about it
 */
public record PreflightProblem(String what, String why, String next) {
  @Override
  public String toString() {
    return "%s: %s; %s".formatted(what, why, next);
  }
}
