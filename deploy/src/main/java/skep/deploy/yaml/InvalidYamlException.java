package skep.deploy.yaml;

import java.util.List;

/** A file is not YAML, or goes over a limit. */
public final class InvalidYamlException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient List<Problem> problems;

  InvalidYamlException(List<Problem> problems) {
    super(String.join("\n", problems.stream().map(Problem::toString).toList()));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
