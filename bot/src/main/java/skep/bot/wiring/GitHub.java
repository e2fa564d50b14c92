package skep.bot.wiring;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.bot.wiring.Settings.SettingsException;
import skep.commands.deploy.IssueTracker;
import skep.commands.planning.PullRequestNotes;
import skep.commands.secrets.Proposals;
import skep.deploy.github.GitHubApi;
import skep.deploy.github.GitHubException;
import skep.deploy.github.GitHubRepository;
import skep.deploy.github.Issues;
import skep.deploy.github.PullRequestComments;
import skep.deploy.github.PullRequests;
import skep.secrets.redaction.SecretValue;

/**
 * GitHub as the environment describes it.
 *
 * @param notes on pull requests
 * @param proposals of branches
 * @param issues about what failed
 */
record GitHub(PullRequestNotes notes, Proposals proposals, IssueTracker issues) {
  static final GitHub NONE = new GitHub(PullRequestNotes.NONE, Proposals.NONE, IssueTracker.NONE);

  private static final Logger LOG = Logger.getLogger(GitHub.class.getName());
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final String REPOSITORY = "SKEP_GITHUB_REPOSITORY";
  private static final String TOKEN = "SKEP_GITHUB_TOKEN";
  private static final String ISSUES = "SKEP_GITHUB_ISSUES";

  /** {@link #NONE} where no repository is set. */
  static GitHub read(Settings settings, KnownSecrets secrets) {
    Optional<String> name = settings.text(REPOSITORY);
    Optional<SecretValue> token = settings.secret(TOKEN);
    token.ifPresent(secrets::learn);
    if (name.isPresent() != token.isPresent()) {
      throw new SettingsException(
          "%s is set and %s is not: comments on pull requests need both"
              .formatted(
                  name.isPresent() ? REPOSITORY : TOKEN, name.isPresent() ? TOKEN : REPOSITORY));
    }
    return name.map(repository ->
            of(
                new GitHubApi(repository(settings, repository, token.orElseThrow()), DEADLINE),
                secrets,
                hasIssues(settings)))
        .orElse(NONE);
  }

  /**
   * Asked for apart: log lines of containers would be where the estate is, and that may be public.
   */
  private static boolean hasIssues(Settings settings) {
    return switch (settings.text(ISSUES).orElse("no")) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new SettingsException(ISSUES + " is yes or no");
    };
  }

  private static GitHub of(GitHubApi api, KnownSecrets secrets, boolean hasIssues) {
    PullRequests pulls = new PullRequests(api);
    return new GitHub(
        new GitHubNotes(new PullRequestComments(api), secrets::redact),
        (branch, title) -> opened(pulls, branch, title),
        hasIssues ? new GitHubIssues(new Issues(api), secrets::redact) : IssueTracker.NONE);
  }

  private static Optional<String> opened(PullRequests pulls, String branch, String title) {
    try {
      return Optional.of(
          pulls.open(
              branch,
              title,
              "Made by Skep for a person. Nothing of it counts before it is merged."));
    } catch (GitHubException e) {
      LOG.log(
          Level.WARNING,
          "no pull request was opened from {0}: {1}",
          new Object[] {branch, e.getMessage()});
      return Optional.empty();
    }
  }

  private static GitHubRepository repository(Settings settings, String name, SecretValue token) {
    try {
      return new GitHubRepository(
          settings.text("SKEP_GITHUB_API").map(URI::create).orElse(GitHubRepository.PUBLIC),
          name,
          token);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(REPOSITORY + ": " + e.getMessage());
    }
  }
}
