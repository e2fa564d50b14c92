package skep.deploy.estate;

import java.util.List;
import skep.deploy.verify.Probe;

/**
 * A stack of the estate.
 *
 * @param files in merge order, all of them in the commit
 * @param verify what must answer before a release is believed
 */
public record StackEntry(
    String name, List<String> files, Approval approval, OnMerge onMerge, List<Probe> verify) {
  public StackEntry {
    files = List.copyOf(files);
    verify = List.copyOf(verify);
  }

  /** Whether a plan for it waits for somebody's yes. */
  public enum Approval {
    REQUIRED,
    NONE
  }

  /** What a merge into the default branch sets off. */
  public enum OnMerge {
    PLAN,
    DEPLOY,
    NOTHING
  }
}
