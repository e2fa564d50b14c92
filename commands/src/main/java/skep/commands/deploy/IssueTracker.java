package skep.commands.deploy;

/** Where it is written down, for whoever mends it, that a deployment failed. */
@FunctionalInterface
public interface IssueTracker {
  /** Nowhere. */
  IssueTracker NONE = _ -> {};

  /** Neither waits nor throws. */
  void open(Issue issue);

  /**
   * @param subject of which there is one issue, however often it is told
   * @param text in Markdown
   */
  record Issue(String subject, String title, String text) {}
}
