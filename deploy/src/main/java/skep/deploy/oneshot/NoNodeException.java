package skep.deploy.oneshot;

/** There is no node for it. */
public final class NoNodeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NoNodeException(Where where) {
    super(words(where));
  }

  private static String words(Where where) {
    return switch (where) {
      case Where.EveryNode() -> "the Swarm has no node";
      case Where.Matching(var constraint) -> none(constraint);
      case Where.AnyOne(var constraint) -> none(constraint);
      case Where.Node(var hostname) -> "the Swarm has no node named " + hostname;
    };
  }

  private static String none(String constraint) {
    return constraint.isEmpty()
        ? "no node takes tasks now"
        : "no node meets "
            + constraint
            + "; label one: docker node update --label-add <label>=<value> <node>";
  }
}
