package skep.runbooks.endpoint;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** An endpoint does not answer; the message says why, and what a person can do about it. */
public final class EndpointException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Kind kind;
  private final transient Optional<Duration> again;

  enum Kind {
    /** Asked at once once more, it may answer. */
    PASSING,
    /** Whoever waited was told to stop. */
    INTERRUPTED,
    LASTING
  }

  private EndpointException(
      Kind kind, String message, Optional<Duration> again, Optional<IOException> cause) {
    super(message, cause.orElse(null));
    this.kind = kind;
    this.again = again;
  }

  EndpointException(String message) {
    this(Kind.LASTING, message, Optional.empty(), Optional.empty());
  }

  EndpointException(Kind kind, String message) {
    this(kind, message, Optional.empty(), Optional.empty());
  }

  EndpointException(Kind kind, String message, Duration again) {
    this(kind, message, Optional.of(again), Optional.empty());
  }

  /** Of causes there are only those of a connection: others have texts of a server in them. */
  EndpointException(Kind kind, String message, IOException cause) {
    this(kind, message, Optional.empty(), Optional.of(cause));
  }

  boolean isPassing() {
    return kind == Kind.PASSING;
  }

  public boolean isInterrupted() {
    return kind == Kind.INTERRUPTED;
  }

  /** When it can be asked again, where it said so. */
  public Optional<Duration> again() {
    return again;
  }
}
