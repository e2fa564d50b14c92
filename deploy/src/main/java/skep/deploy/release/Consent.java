package skep.deploy.release;

import java.util.List;
import java.util.Optional;
import skep.deploy.release.Release.Actor;

/**
 * Who said yes to a plan.
 *
 * @param by nobody where no approval was asked for
 * @param brokeGlass why it was carried out without the approvals it needed; they are {@code by} who
 *     decided that
 */
public record Consent(List<Actor> by, Optional<String> brokeGlass) {
  /** None was needed. */
  public static final Consent NOT_ASKED = new Consent(List.of(), Optional.empty());

  public Consent {
    by = List.copyOf(by);
    if (brokeGlass.isPresent() && by.size() != 1) {
      throw new IllegalArgumentException("one person breaks the glass");
    }
  }

  public static Consent of(List<Actor> by) {
    return new Consent(by, Optional.empty());
  }

  public static Consent brokenGlass(Actor by, String why) {
    return new Consent(List.of(by), Optional.of(why));
  }
}
