package skep.deploy.estate;

import java.util.List;
import java.util.Map;
import skep.deploy.estate.AccessPolicy.Capability;
import skep.deploy.estate.AccessPolicy.Rule;
import skep.deploy.verify.Probe;

/**
 * A stack of the estate.
 *
 * @param files in merge order, all of them in the commit
 * @param verify what must answer before a release is believed
 * @param access what holds for this stack instead of the rules for all
 */
public record StackEntry(
    String name,
    List<String> files,
    Approval approval,
    OnMerge onMerge,
    List<Probe> verify,
    Map<Capability, Rule> access) {
  public StackEntry(
      String name, List<String> files, Approval approval, OnMerge onMerge, List<Probe> verify) {
    this(name, files, approval, onMerge, verify, Map.of());
  }

  public StackEntry {
    access = Map.copyOf(access);
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
