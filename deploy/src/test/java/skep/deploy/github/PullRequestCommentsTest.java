package skep.deploy.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skep.secrets.redaction.SecretValue;

class PullRequestCommentsTest {
  private GitHubServer server;
  private PullRequestComments comments;

  @BeforeEach
  void start() throws IOException {
    server = new GitHubServer();
    comments = with(GitHubServer.TOKEN);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private PullRequestComments with(String token) {
    return new PullRequestComments(api(token));
  }

  private GitHubApi api(String token) {
    return new GitHubApi(
        new GitHubRepository(server.api(), "team/estate", SecretValue.of(token)),
        Duration.ofSeconds(10));
  }

  @Test
  void aPullRequestIsOpenedAgainstTheDefaultBranch() {
    String address =
        new PullRequests(api(GitHubServer.TOKEN)).open("secret/1a2b", "Set secret", "by anna");
    assertThat(address).isEqualTo("https://github.com/team/estate/pull/1");
    assertThat(server.opened()).containsExactly("secret/1a2b -> trunk: Set secret");
  }

  @Test
  void whatIsSaidAgainTakesThePlaceOfWhatWasSaidBefore() {
    server.say(12, "Looks good to me");
    comments.say(12, "exposed", "first");
    comments.say(12, "exposed", "second");
    comments.say(12, "exposed", "second");
    comments.say(13, "exposed", "of another");
    assertThat(server.comments(12))
        .containsExactly("Looks good to me", "<!-- skep:exposed -->\nsecond");
    assertThat(server.comments(13)).hasSize(1);
    assertThat(server.writes()).containsExactly("POST", "PATCH", "POST");
  }

  @Test
  void itsOwnCommentIsFoundBehindHundredsOfOthers() {
    for (int i = 0; i < 250; i++) {
      server.say(12, "comment " + i);
    }
    server.say(12, "<!-- skep:exposed -->\nfirst");
    comments.say(12, "exposed", "second");
    assertThat(server.comments(12)).hasSize(251).last().asString().endsWith("second");
  }

  @ParameterizedTest
  @CsvSource({
    "403,may SKEP_GITHUB_TOKEN write pull requests and issues of team/estate?",
    "500,GitHub said 500"
  })
  void whatGitHubRefusesIsToldWithWhatToLookAt(int status, String words) {
    server.failWith(status);
    assertThatThrownBy(() -> comments.say(12, "exposed", "text"))
        .isInstanceOf(GitHubException.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining(GitHubServer.TOKEN);
  }

  @Test
  void aTokenThatIsNotGoodAnyMoreIsNamedAndNotShown() {
    assertThatThrownBy(() -> with("expired-token").say(12, "exposed", "text"))
        .hasMessageContaining("is SKEP_GITHUB_TOKEN still good?")
        .hasMessageNotContaining("expired-token");
  }

  @Test
  void aServerThatIsAwayIsNamed() {
    server.close();
    assertThatThrownBy(() -> comments.say(12, "exposed", "text"))
        .isInstanceOf(GitHubException.class)
        .hasMessageContaining("does not answer");
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.github.com,no-slash",
    "https://api.github.com,a/b/c",
    "http://api.github.com,team/estate",
    "ftp://api.github.com,team/estate"
  })
  void whatIsNoRepositoryOnGitHubIsRefused(URI api, String name) {
    assertThatThrownBy(() -> new GitHubRepository(api, name, SecretValue.of("t")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
