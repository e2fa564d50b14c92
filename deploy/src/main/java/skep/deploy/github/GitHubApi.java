package skep.deploy.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Calls to one repository of GitHub's REST API, version 2022-11-28. */
public final class GitHubApi {
  static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MediaType TYPE = MediaType.get("application/json");
  private static final long LARGEST = 8L * 1024 * 1024;

  private final GitHubRepository repository;
  private final OkHttpClient http;

  /**
   * @param deadline for each call as a whole
   */
  public GitHubApi(GitHubRepository repository, Duration deadline) {
    this.repository = repository;
    this.http =
        new OkHttpClient.Builder()
            .callTimeout(deadline)
            .followRedirects(false)
            .followSslRedirects(false)
            .build();
  }

  HttpUrl.Builder url(String... path) {
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

  /**
   * @param body of a request that writes
   * @throws GitHubException where GitHub does not do it
   */
  JsonNode call(String method, HttpUrl url, ObjectNode body) {
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .header("Accept", "application/vnd.github+json")
            .header("X-GitHub-Api-Version", "2022-11-28")
            .header(
                "Authorization",
                "Bearer " + new String(repository.token().reveal(), StandardCharsets.UTF_8))
            .method(
                method, method.equals("GET") ? null : RequestBody.create(body.toString(), TYPE));
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
              "; may SKEP_GITHUB_TOKEN write pull requests and issues of "
                  + repository.name()
                  + "?";
          default -> "";
        };
    return new GitHubException("GitHub said %d %s%s".formatted(status, said, hint));
  }
}
