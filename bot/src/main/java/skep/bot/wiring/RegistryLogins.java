package skep.bot.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.bot.wiring.Settings.SettingsException;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.swarm.RegistryCredential;
import skep.secrets.redaction.SecretValue;

/**
 * Logins to registries, as {@code docker login} writes them: {@code auths} of {@code
 * ~/.docker/config.json}, or of the file {@code REGISTRY_AUTH_FILE} names. Programs that keep
 * credentials ({@code credsStore}) are not asked: a server has none.
 */
final class RegistryLogins {
  /** What the Docker CLI calls its default registry in this file. */
  private static final String DOCKER_HUB = "https://index.docker.io/v1/";

  private RegistryLogins() {}

  /** What the environment gives; their passwords become known to redaction. */
  static RegistryCredentials credentials(Settings settings, KnownSecrets secrets) {
    List<RegistryCredential.Login> logins = read(settings);
    logins.forEach(login -> secrets.learn(login.password()));
    return RegistryCredentials.of(logins);
  }

  static List<RegistryCredential.Login> read(Settings settings) {
    Optional<Path> named = settings.path("REGISTRY_AUTH_FILE");
    Path file =
        named.orElseGet(() ->
            settings
                .path("DOCKER_CONFIG")
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".docker"))
                .resolve("config.json"));
    if (named.isEmpty() && !Files.isReadable(file)) {
      return List.of();
    }
    return parse(file);
  }

  private static List<RegistryCredential.Login> parse(Path file) {
    List<RegistryCredential.Login> logins = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : tree(file).path("auths").properties()) {
      login(entry.getKey(), entry.getValue()).ifPresent(logins::add);
    }
    return List.copyOf(logins);
  }

  private static JsonNode tree(Path file) {
    try {
      return JsonMapper.builder().build().readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      // Jackson quotes what it could not read, and that may be a password.
      throw new SettingsException("the registry logins in " + file + " cannot be read");
    }
  }

  private static Optional<RegistryCredential.Login> login(String key, JsonNode entry) {
    String auth = entry.path("auth").asText();
    if (auth.isEmpty()) {
      return Optional.empty();
    }
    try {
      String decoded = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
      int colon = decoded.indexOf(':');
      return colon <= 0
          ? Optional.empty()
          : Optional.of(
              new RegistryCredential.Login(
                  host(key),
                  decoded.substring(0, colon),
                  SecretValue.of(decoded.substring(colon + 1).replace("\0", ""))));
    } catch (IllegalArgumentException e) {
      throw new SettingsException(
          "the login for " + key + " is not base64: run docker login again");
    }
  }

  private static String host(String key) {
    if (key.equals(DOCKER_HUB)) {
      return "docker.io";
    }
    return key.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
  }
}
