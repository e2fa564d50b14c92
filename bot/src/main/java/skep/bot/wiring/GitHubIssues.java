package skep.bot.wiring;

import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.commands.deploy.IssueTracker;
import skep.deploy.github.GitHubException;
import skep.deploy.github.Issues;

/** Issues on GitHub. */
final class GitHubIssues implements IssueTracker {
  private static final Logger LOG = Logger.getLogger(GitHubIssues.class.getName());

  private final Issues issues;
  private final UnaryOperator<String> redaction;
  private final Set<String> opened = new HashSet<>();

  GitHubIssues(Issues issues, UnaryOperator<String> redaction) {
    this.issues = issues;
    this.redaction = redaction;
  }

  @Override
  public void open(Issue issue) {
    String title = redaction.apply(issue.title());
    String text = redaction.apply(issue.text());
    Thread.ofVirtual().name("github").start(() -> open(issue.subject(), title, text));
  }

  /** One after the other, or two that look at once would both find none. */
  private synchronized void open(String subject, String title, String text) {
    try {
      if (opened.add(subject)) {
        issues.open(subject, title, text);
      }
    } catch (GitHubException e) {
      opened.remove(subject);
      LOG.log(Level.WARNING, "no issue was opened, {0}: {1}", new Object[] {title, e.getMessage()});
    }
  }
}
