package skep.deploy.swarm;

/**
 * The engine did not do what was asked. The subtypes are all the cases a caller treats differently;
 * the message is the engine's own, cleaned of anything secret.
 */
public abstract sealed class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private EngineException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Nobody answers, or not in time. Whether a write took effect is unknown: read and see. */
  public static final class Unreachable extends EngineException {
    private static final long serialVersionUID = 1;

    public Unreachable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The managers have no majority; nothing can be written until they do. */
  public static final class NoQuorum extends EngineException {
    private static final long serialVersionUID = 1;

    public NoQuorum(String message) {
      super(message, null);
    }
  }

  /** A compare-and-set lost: the object is no longer at the version seen. */
  public static final class Moved extends EngineException {
    private static final long serialVersionUID = 1;

    public Moved(String message) {
      super(message, null);
    }
  }

  /** An object of that name exists. */
  public static final class NameTaken extends EngineException {
    private static final long serialVersionUID = 1;

    public NameTaken(String message) {
      super(message, null);
    }
  }

  /** There is no such object (or image). */
  public static final class NotFound extends EngineException {
    private static final long serialVersionUID = 1;

    public NotFound(String message) {
      super(message, null);
    }
  }

  /** The object is in use and cannot be removed. */
  public static final class InUse extends EngineException {
    private static final long serialVersionUID = 1;

    public InUse(String message) {
      super(message, null);
    }
  }

  /** The engine understood and refused: a wrong spec, a missing permission. */
  public static final class Rejected extends EngineException {
    private static final long serialVersionUID = 1;
    private final int status;

    public Rejected(int status, String message) {
      super(message, null);
      this.status = status;
    }

    public int status() {
      return status;
    }
  }
}
