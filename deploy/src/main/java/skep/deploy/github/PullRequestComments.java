package skep.deploy.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * One comment a subject on a pull request, which is rewritten and not repeated. To GitHub, a pull
 * request's comments are those of the issue of its number.
 */
public final class PullRequestComments {
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 20;

  private final GitHubApi api;

  public PullRequestComments(GitHubApi api) {
    this.api = api;
  }

  /** A comment that is there. */
  private record Comment(long id, String body) {}

  /**
   * Says it, or says it anew in the place of what was said before.
   *
   * @param subject tells comments of Skep's apart: letters and dashes
   * @param text in GitHub's Markdown
   * @throws GitHubException where GitHub does not take it
   */
  public void say(int pullRequest, String subject, String text) {
    String marker = Marker.of(subject);
    String body = marker + "\n" + text;
    Optional<Comment> before = find(pullRequest, marker);
    if (before.isEmpty()) {
      api.call("POST", api.url("issues", pullRequest + "", "comments").build(), comment(body));
    } else if (!before.get().body().equals(body)) {
      api.call(
          "PATCH", api.url("issues", "comments", before.get().id() + "").build(), comment(body));
    }
  }

  private Optional<Comment> find(int pullRequest, String marker) {
    for (int page = 1; page <= MOST_PAGES; page++) {
      HttpUrl.Builder url =
          api.url("issues", pullRequest + "", "comments")
              .addQueryParameter("per_page", "" + PAGE)
              .addQueryParameter("page", "" + page);
      JsonNode comments = api.call("GET", url.build(), GitHubApi.NOTHING);
      for (JsonNode comment : comments) {
        if (comment.path("body").asText().startsWith(marker)) {
          return Optional.of(
              new Comment(comment.path("id").asLong(), comment.path("body").asText()));
        }
      }
      if (comments.size() < PAGE) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static ObjectNode comment(String body) {
    return JsonNodeFactory.instance.objectNode().put("body", body);
  }
}
