package skep.deploy.estate;

import java.util.List;
import skep.deploy.yaml.Problem;

/** An estate's {@code skep.yaml} or layout is wrong. Carries every problem found, not the first. */
public final class InvalidEstateException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient List<Problem> problems;

  InvalidEstateException(List<Problem> problems) {
    super(String.join("\n", problems.stream().map(Problem::toString).toList()));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
