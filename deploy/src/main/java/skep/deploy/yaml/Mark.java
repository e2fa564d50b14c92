package skep.deploy.yaml;

/**
 * Where something stands.
 *
 * @param line from 1; 0 where the whole file is meant
 */
public record Mark(String file, int line) {
  public Problem problem(String message) {
    return new Problem(file, line, message);
  }
}
