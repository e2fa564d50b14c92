package skep.deploy.plan;

import java.util.List;

/** No plan can be made of this; a person can change that. Carries every reason, not the first. */
public final class PlanRefused extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient List<Reason> reasons;

  public PlanRefused(List<Reason> reasons) {
    super(String.join("\n", reasons.stream().map(Reason::toString).toList()));
    this.reasons = List.copyOf(reasons);
  }

  public List<Reason> reasons() {
    return reasons;
  }

  /**
   * @param what is wrong, and why it cannot be planned
   * @param next what to change or type
   */
  public record Reason(String what, String next) {
    @Override
    public String toString() {
      return what + "; " + next;
    }
  }
}
