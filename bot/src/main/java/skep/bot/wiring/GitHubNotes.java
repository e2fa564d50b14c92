package skep.bot.wiring;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import skep.commands.planning.PullRequestNotes;
import skep.deploy.github.GitHubException;
import skep.deploy.github.PullRequestComments;
import skep.secrets.repository.Exposure;

/** Comments on GitHub, each once for what it says. */
final class GitHubNotes implements PullRequestNotes {
  private static final Logger LOG = Logger.getLogger(GitHubNotes.class.getName());

  private final PullRequestComments comments;
  private final UnaryOperator<String> redaction;
  private final Map<Integer, String> said = new HashMap<>();

  GitHubNotes(PullRequestComments comments, UnaryOperator<String> redaction) {
    this.comments = comments;
    this.redaction = redaction;
  }

  @Override
  public void exposed(int pullRequest, List<Exposure> exposures) {
    String text =
        redaction.apply(
            exposures.stream()
                .map(exposure -> "- `" + exposure.words().replace('`', '\'') + "`")
                .collect(
                    Collectors.joining(
                        "\n",
                        "**Skep plans nothing from this pull request**: secrets are in clear where they are to be encrypted.\n\n",
                        "\n\nWhoever can read the repository has them: change them where they are used. Then `git-crypt status -f`, and open a pull request without these commits.")));
    if (isNew(pullRequest, text)) {
      Thread.ofVirtual().name("github").start(() -> say(pullRequest, text));
    }
  }

  private synchronized boolean isNew(int pullRequest, String text) {
    return !text.equals(said.put(pullRequest, text));
  }

  private void say(int pullRequest, String text) {
    try {
      comments.say(pullRequest, "exposed", text);
    } catch (GitHubException e) {
      forget(pullRequest);
      LOG.log(
          Level.WARNING,
          "pull request {0} has no comment: {1}",
          new Object[] {pullRequest + "", e.getMessage()});
    }
  }

  private synchronized void forget(int pullRequest) {
    said.remove(pullRequest);
  }
}
