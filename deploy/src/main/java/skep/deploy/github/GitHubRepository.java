package skep.deploy.github;

import java.net.URI;
import java.util.regex.Pattern;
import skep.secrets.redaction.SecretValue;

/**
 * A repository on GitHub, or on a server of one's own that speaks as GitHub does.
 *
 * @param api {@code https://api.github.com}
 * @param name {@code owner/name}
 * @param token may write pull requests and issues of this repository
 */
public record GitHubRepository(URI api, String name, SecretValue token) {
  public static final URI PUBLIC = URI.create("https://api.github.com");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}");

  public GitHubRepository {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a repository is owner/name, not " + name);
    }
    boolean isLoopback = "http".equals(api.getScheme()) && "127.0.0.1".equals(api.getHost());
    if (api.getHost() == null || !("https".equals(api.getScheme()) || isLoopback)) {
      throw new IllegalArgumentException("GitHub's API is reached over https: " + api);
    }
  }
}
