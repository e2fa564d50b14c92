package skep.deploy.plan.content;

/** The labels a stack's objects carry. */
public final class Labels {
  /** Docker's own: which stack an object belongs to. */
  public static final String NAMESPACE = "com.docker.stack.namespace";

  /** Docker's own: a service's image as the stack file writes it. */
  public static final String IMAGE = "com.docker.stack.image";

  /** The unversioned name of a versioned secret or config. Only Skep's own objects carry it. */
  public static final String NAME = "skep.name";

  /** Keyed fingerprint of a versioned secret's or config's content. */
  public static final String FINGERPRINT = "skep.fingerprint";

  private Labels() {}
}
