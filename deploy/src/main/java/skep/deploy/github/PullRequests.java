package skep.deploy.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Pull requests against the repository's default branch. */
public final class PullRequests {
  private final GitHubApi api;

  public PullRequests(GitHubApi api) {
    this.api = api;
  }

  /**
   * Opens one.
   *
   * @param branch that is there already
   * @return its address
   * @throws GitHubException where GitHub does not open it
   */
  public String open(String branch, String title, String text) {
    JsonNode repository = api.call("GET", api.url().build(), GitHubApi.NOTHING);
    JsonNode opened =
        api.call(
            "POST",
            api.url("pulls").build(),
            JsonNodeFactory.instance
                .objectNode()
                .put("title", title)
                .put("head", branch)
                .put("base", repository.path("default_branch").asText("main"))
                .put("body", text));
    return opened.path("html_url").asText();
  }
}
