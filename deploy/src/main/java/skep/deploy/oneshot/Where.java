package skep.deploy.oneshot;

/** Which nodes a program runs on. */
public sealed interface Where {
  /** Every node of the Swarm. */
  record EveryNode() implements Where {}

  /**
   * Every node that meets a placement constraint.
   *
   * @param constraint {@code node.labels.backup==true}
   */
  record Matching(String constraint) implements Where {}

  /**
   * One node, the first by host name of those that take tasks and meet the constraint.
   *
   * @param constraint empty for any node
   */
  record AnyOne(String constraint) implements Where {}

  /** The node of this host name. */
  record Node(String hostname) implements Where {}
}
