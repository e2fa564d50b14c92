package skep.deploy.docker;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where an engine listens.
 *
 * @param address {@code unix:///path}, {@code tcp://host:port} or {@code ssh://user@host[:port]}
 * @param certificates folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem}; present
 *     exactly where TCP is spoken with TLS
 */
public record DockerHost(URI address, Optional<Path> certificates) {
  private static final String DEFAULT = "unix:///var/run/docker.sock";
  private static final String FORMS =
      "DOCKER_HOST takes unix:///var/run/docker.sock, tcp://host:2376 or ssh://user@host";

  /**
   * Follows {@code DOCKER_HOST}, {@code DOCKER_TLS_VERIFY} and {@code DOCKER_CERT_PATH} as the
   * Docker command line does.
   *
   * @throws IllegalArgumentException with words for the person who set them
   */
  public static DockerHost fromEnvironment(Map<String, String> environment) {
    var host = environment.getOrDefault("DOCKER_HOST", "");
    var context = environment.getOrDefault("DOCKER_CONTEXT", "");
    if (host.isBlank() && !context.isBlank() && !context.equals("default")) {
      throw new IllegalArgumentException(
          "DOCKER_CONTEXT=%s is not followed, and guessing another engine could change the wrong one: set DOCKER_HOST to that context's address"
              .formatted(context));
    }
    var parsed = parse(host.isBlank() ? DEFAULT : host);
    boolean tls = !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty();
    if (!tls || !parsed.scheme().equals("tcp")) {
      return parsed;
    }
    var folder = environment.getOrDefault("DOCKER_CERT_PATH", "");
    var home = environment.getOrDefault("HOME", "");
    if (folder.isBlank() && home.isBlank()) {
      throw new IllegalArgumentException(
          "DOCKER_TLS_VERIFY is set but neither DOCKER_CERT_PATH nor HOME says where ca.pem, cert.pem and key.pem are: set DOCKER_CERT_PATH");
    }
    return new DockerHost(
        parsed.address, Optional.of(folder.isBlank() ? Path.of(home, ".docker") : Path.of(folder)));
  }

  /**
   * @throws IllegalArgumentException with words for the person who typed it
   */
  public static DockerHost parse(String text) {
    var address = toUri(text.strip());
    var scheme = Optional.ofNullable(address.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "unix" -> unix(address, text);
      case "tcp" -> tcp(address, text);
      case "ssh" -> ssh(address, text);
      case "http", "https", "npipe", "fd" -> throw wrong(text, scheme + ":// is not supported");
      default -> throw wrong(text, "it names no known way to reach an engine");
    };
  }

  public String scheme() {
    return address.getScheme();
  }

  private static URI toUri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw wrong(text, e.getReason());
    }
  }

  private static DockerHost unix(URI address, String text) {
    var path = Optional.ofNullable(address.getPath()).orElse("");
    if (address.getAuthority() != null || !path.startsWith("/")) {
      throw wrong(text, "a socket's path is absolute, with three slashes");
    }
    return new DockerHost(address, Optional.empty());
  }

  private static DockerHost tcp(URI address, String text) {
    if (address.getHost() == null) {
      throw wrong(text, "the host is missing");
    }
    if (address.getPort() < 0) {
      throw wrong(text, "the port is missing (2376 with TLS, 2375 without)");
    }
    return new DockerHost(address, Optional.empty());
  }

  private static DockerHost ssh(URI address, String text) {
    if (address.getHost() == null || address.getHost().startsWith("-")) {
      throw wrong(text, "the host is missing");
    }
    if (address.getUserInfo() != null && address.getUserInfo().contains(":")) {
      throw new IllegalArgumentException(
          "DOCKER_HOST=ssh://… must not hold a password: use a key that ssh knows");
    }
    if (!Optional.ofNullable(address.getPath()).orElse("").matches("/?")) {
      throw wrong(text, "a path after an ssh host is not supported");
    }
    return new DockerHost(address, Optional.empty());
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException(
        "cannot use \"%s\" as the Docker host: %s. %s".formatted(text, why, FORMS));
  }
}
