package skep.deploy.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * One comment a subject on a pull request, which is rewritten and not repeated: GitHub's REST API,
 * version 2022-11-28, where a pull request's comments are those of the issue of its number.
 */
public final class PullRequestComments {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MediaType TYPE = MediaType.get("application/json");
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 20;
  private static final long LARGEST = 8L * 1024 * 1024;

  private final GitHubRepository repository;
  private final OkHttpClient http;

  /**
   * @param deadline for each call as a whole
   */
  public PullRequestComments(GitHubRepository repository, Duration deadline) {
    this.repository = repository;
    this.http =
        new OkHttpClient.Builder()
            .callTimeout(deadline)
            .followRedirects(false)
            .followSslRedirects(false)
            .build();
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
    String marker = "<!-- skep:%s -->".formatted(subject);
    String body = marker + "\n" + text;
    Optional<Comment> before = find(pullRequest, marker);
    if (before.isEmpty()) {
      call("POST", url("issues", pullRequest + "", "comments").build(), body);
    } else if (!before.get().body().equals(body)) {
      call("PATCH", url("issues", "comments", before.get().id() + "").build(), body);
    }
  }

  private Optional<Comment> find(int pullRequest, String marker) {
    for (int page = 1; page <= MOST_PAGES; page++) {
      HttpUrl.Builder url =
          url("issues", pullRequest + "", "comments")
              .addQueryParameter("per_page", "" + PAGE)
              .addQueryParameter("page", "" + page);
      JsonNode comments = call("GET", url.build(), "");
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

  private HttpUrl.Builder url(String... path) {
    HttpUrl.Builder url =
        HttpUrl.get(repository.api())
            .newBuilder()
            .addPathSegment("repos")
            .addPathSegments(repository.name());
    for (String segment : path) {
      url.addPathSegment(segment);
    }
    return url;
  }

  private JsonNode call(String method, HttpUrl url, String comment) {
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .header("Accept", "application/vnd.github+json")
            .header("X-GitHub-Api-Version", "2022-11-28")
            .header(
                "Authorization",
                "Bearer " + new String(repository.token().reveal(), StandardCharsets.UTF_8))
            .method(method, method.equals("GET") ? null : body(comment));
    try (Response answer = http.newCall(request.build()).execute()) {
      String text = answer.peekBody(LARGEST).string();
      if (!answer.isSuccessful()) {
        throw refused(answer.code(), text);
      }
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new GitHubException(
          "%s does not answer: %s".formatted(repository.api().getHost(), e.getMessage()));
    }
  }

  private static RequestBody body(String comment) {
    return RequestBody.create(
        JsonNodeFactory.instance.objectNode().put("body", comment).toString(), TYPE);
  }

  private GitHubException refused(int status, String text) {
    String said;
    try {
      said = JSON.readTree(text).path("message").asText();
    } catch (IOException e) {
      said = "";
    }
    String hint =
        switch (status) {
          case 401 -> "; is SKEP_GITHUB_TOKEN still good?";
          case 403, 404 ->
              "; may SKEP_GITHUB_TOKEN write pull requests of " + repository.name() + "?";
          default -> "";
        };
    return new GitHubException("GitHub said %d %s%s".formatted(status, said, hint));
  }
}
