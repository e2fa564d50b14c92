package skep.bot.wiring;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import skep.bot.wiring.Settings.SettingsException;
import skep.commands.planning.PullRequestNotes;
import skep.deploy.github.GitHubException;
import skep.deploy.github.GitHubRepository;
import skep.deploy.github.PullRequestComments;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.Exposure;

/** Comments on GitHub, each once for what it says. */
final class GitHubNotes implements PullRequestNotes {
  private static final Logger LOG = Logger.getLogger(GitHubNotes.class.getName());
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final String REPOSITORY = "SKEP_GITHUB_REPOSITORY";
  private static final String TOKEN = "SKEP_GITHUB_TOKEN";

  private final PullRequestComments comments;
  private final UnaryOperator<String> redaction;
  private final Map<Integer, String> said = new HashMap<>();

  GitHubNotes(PullRequestComments comments, UnaryOperator<String> redaction) {
    this.comments = comments;
    this.redaction = redaction;
  }

  /** Nowhere where no repository is set. */
  static PullRequestNotes read(Settings settings, KnownSecrets secrets) {
    Optional<String> name = settings.text(REPOSITORY);
    Optional<SecretValue> token = settings.secret(TOKEN);
    token.ifPresent(secrets::learn);
    if (name.isPresent() != token.isPresent()) {
      throw new SettingsException(
          "%s is set and %s is not: comments on pull requests need both"
              .formatted(
                  name.isPresent() ? REPOSITORY : TOKEN, name.isPresent() ? TOKEN : REPOSITORY));
    }
    return name.<PullRequestNotes>map(repository ->
            new GitHubNotes(
                new PullRequestComments(
                    repository(settings, repository, token.orElseThrow()), DEADLINE),
                secrets::redact))
        .orElse(NONE);
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
