package skep.deploy.yaml;

/**
 * Something wrong in a file that a person can mend.
 *
 * @param line from 1; 0 where the whole file is meant
 * @param message what is wrong and what to write instead
 */
public record Problem(String file, int line, String message) {
  @Override
  public String toString() {
    return line > 0 ? "%s:%d: %s".formatted(file, line, message) : file + ": " + message;
  }
}
