package skep.deploy.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import okhttp3.HttpUrl;

/** Issues of a repository, one a subject: whoever asks again finds it opened, or closed since. */
public final class Issues {
  /** So many of the newest are looked through; GitHub counts pull requests among them. */
  private static final int NEWEST = 100;

  /** GitHub takes 65,536 characters. */
  private static final int LONGEST = 60_000;

  private final GitHubApi api;

  public Issues(GitHubApi api) {
    this.api = api;
  }

  /**
   * Opens one, unless there is one about the subject already, in whatever state.
   *
   * @param subject letters, digits, dashes and underscores
   * @param text in GitHub's Markdown
   * @throws GitHubException where GitHub does not take it
   */
  public void open(String subject, String title, String text) {
    String marker = Marker.of(subject);
    HttpUrl.Builder newest =
        api.url("issues")
            .addQueryParameter("state", "all")
            .addQueryParameter("per_page", "" + NEWEST);
    for (JsonNode issue : api.call("GET", newest.build(), GitHubApi.NOTHING)) {
      if (issue.path("body").asText().startsWith(marker)) {
        return;
      }
    }
    String body = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    ObjectNode issue =
        JsonNodeFactory.instance.objectNode().put("title", title).put("body", marker + "\n" + body);
    api.call("POST", api.url("issues").build(), issue);
  }
}
