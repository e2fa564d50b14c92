package skep.deploy.yaml;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong while reading goes on. Each problem is said once. */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  public void add(Problem problem) {
    if (!found.contains(problem)) {
      found.add(problem);
    }
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** In the order they were found. */
  public List<Problem> all() {
    return List.copyOf(found);
  }
}
