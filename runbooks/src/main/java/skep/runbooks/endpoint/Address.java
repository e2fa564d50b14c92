package skep.runbooks.endpoint;

import java.net.URI;

/**
 * Where a model is asked, and what a person changes where that is wrong.
 *
 * @param who answers there, for people
 * @param url of the API, with its version
 * @param model as it is called there
 */
public record Address(String who, URI url, String model, Settings settings) {
  /**
   * The settings' names.
   *
   * @param url what the address is set by
   * @param model what the model is set by
   */
  public record Settings(String url, String model) {}

  public Address {
    boolean isHttp = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    if (!isHttp || url.getHost() == null) {
      throw new IllegalArgumentException(
          "%s is no address like https://host/v1".formatted(settings.url()));
    }
    // It would stand in messages, and would be sent to whoever answers there.
    if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "%s has more in it than a host and a path".formatted(settings.url()));
    }
    model = model.strip();
    if (model.isEmpty() || model.length() > 200) {
      throw new IllegalArgumentException("%s names no model".formatted(settings.model()));
    }
  }

  String host() {
    return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
  }
}
