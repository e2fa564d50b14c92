package skep.deploy.backup;

import java.util.List;
import skep.deploy.restic.ExitStatus;

/** restic did not do what it was asked. */
public final class ResticFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final ExitStatus status;

  ResticFailedException(ExitStatus status, List<String> lines) {
    super(Said.words(status, lines));
    this.status = status;
  }

  /** Nobody knows what it did. */
  ResticFailedException(String why) {
    super(why);
    this.status = ExitStatus.FAILED;
  }

  public ExitStatus status() {
    return status;
  }
}
