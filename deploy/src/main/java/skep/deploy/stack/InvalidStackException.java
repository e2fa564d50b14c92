package skep.deploy.stack;

import java.util.List;
import skep.deploy.yaml.Problem;

/** A stack's files are wrong. Carries every problem found, not the first. */
public final class InvalidStackException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient List<Problem> problems;

  public InvalidStackException(List<Problem> problems) {
    super(String.join("\n", problems.stream().map(Problem::toString).toList()));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
