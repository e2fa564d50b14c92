package skep.deploy.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skep.secrets.redaction.SecretValue;

class IssuesTest {
  private GitHubServer server;
  private Issues issues;

  @BeforeEach
  void start() throws IOException {
    server = new GitHubServer();
    issues =
        new Issues(
            new GitHubApi(
                new GitHubRepository(
                    server.api(), "team/estate", SecretValue.of(GitHubServer.TOKEN)),
                Duration.ofSeconds(10)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void oneThatSomebodyHasClosedIsNotOpenedAgain() {
    issues.open("release-web-1", "web: release 1 failed", "first");
    issues.open("release-web-1", "web: release 1 failed", "again");
    issues.open("release-web-12", "web: release 12 failed", "another");

    assertThat(server.issues())
        .containsExactly(
            new GitHubServer.Issue("web: release 1 failed", "<!-- skep:release-web-1 -->\nfirst"),
            new GitHubServer.Issue(
                "web: release 12 failed", "<!-- skep:release-web-12 -->\nanother"));
  }

  @Test
  void itIsFoundAmongMany() {
    for (int i = 1; i <= 60; i++) {
      issues.open("release-web-" + i, "web", "text");
    }
    issues.open("release-web-7", "web", "text");

    assertThat(server.issues()).hasSize(60);
  }

  @Test
  void whatGitHubRefusesIsTold() {
    server.failWith(403);
    assertThatThrownBy(() -> issues.open("release-web-1", "web", "text"))
        .isInstanceOf(GitHubException.class)
        .hasMessageContaining("may SKEP_GITHUB_TOKEN write pull requests and issues");
  }
}
