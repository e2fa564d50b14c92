package skep.deploy.apply;

import java.util.Optional;
import skep.deploy.verify.FailedTask;

/** Why the way is back. {@code reason} is a sentence for people, not yet redacted. */
record Failure(String reason, Optional<FailedTask> task) {
  static Failure of(String reason) {
    return new Failure(reason, Optional.empty());
  }
}
