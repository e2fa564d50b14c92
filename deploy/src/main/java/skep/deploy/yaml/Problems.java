package skep.deploy.yaml;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** Collects what is wrong while reading goes on. Each problem is said once. */
public final class Problems {
  private final SequencedSet<Problem> found = new LinkedHashSet<>();

  public void add(Problem problem) {
    found.add(problem);
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** In the order they were found. */
  public List<Problem> all() {
    return List.copyOf(found);
  }
}
