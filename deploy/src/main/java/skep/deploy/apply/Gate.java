package skep.deploy.apply;

import java.util.Optional;

/** A last check under the stack's lock, before anything changes. */
@FunctionalInterface
public interface Gate {
  Gate OPEN = Optional::empty;

  /** Why not, and what to type instead; empty where the way is clear. */
  Optional<Refusal> check();

  /**
   * @param next the exact thing to type
   */
  record Refusal(String reason, String next) {}
}
