package skep.deploy.bucket;

/**
 * A bucket did not do what it was asked for. The message says what happened and what to do; no key
 * of the bucket is ever in it.
 */
public abstract sealed class BucketException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private BucketException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Nobody answers, not in time, or only that the server is broken. Later it may. */
  public static final class Unreachable extends BucketException {
    private static final long serialVersionUID = 1;

    public Unreachable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The server answers and asks for fewer requests. */
  public static final class Throttled extends BucketException {
    private static final long serialVersionUID = 1;

    public Throttled(String message) {
      super(message, null);
    }
  }

  /** The key is wrong, was revoked, or may not do this. */
  public static final class Refused extends BucketException {
    private static final long serialVersionUID = 1;

    public Refused(String message) {
      super(message, null);
    }
  }

  /** There is no such bucket or folder. */
  public static final class NoBucket extends BucketException {
    private static final long serialVersionUID = 1;

    public NoBucket(String message) {
      super(message, null);
    }
  }

  /** Something that has to be there is not. */
  public static final class Missing extends BucketException {
    private static final long serialVersionUID = 1;

    public Missing(String message) {
      super(message, null);
    }
  }

  /** The server understood and does not do it: a locked object, a request it does not know. */
  public static final class Rejected extends BucketException {
    private static final long serialVersionUID = 1;

    public Rejected(String message) {
      super(message, null);
    }
  }
}
