package skep.bot.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import skep.commands.Nearest;
import skep.commands.chat.SetupException;
import skep.secrets.redaction.SecretValue;

/**
 * The bot's own configuration: environment variables. A secret one may also be given as a file,
 * under its name with {@code _FILE} behind it, as Docker secrets are.
 */
public final class Settings {
  /** Variables that start so are handed to stack files, without the prefix. */
  static final String VARIABLES = "SKEP_VAR_";

  private static final List<String> KNOWN =
      List.of(
          "SKEP_ESTATE",
          "SKEP_ESTATE_TOKEN",
          "SKEP_ESTATE_TOKEN_FILE",
          "SKEP_ESTATE_KEY_FILE",
          "SKEP_ESTATE_USER",
          "SKEP_ESTATE_KNOWN_HOSTS_FILE",
          "SKEP_DESK_PORT",
          "SKEP_DESK_URL",
          "SKEP_DESK_PAGE",
          "SKEP_OIDC_ISSUER",
          "SKEP_OIDC_CLIENT",
          "SKEP_OIDC_CLIENT_SECRET",
          "SKEP_OIDC_CLIENT_SECRET_FILE",
          "SKEP_GITHUB_REPOSITORY",
          "SKEP_GITHUB_ISSUES",
          "SKEP_GITHUB_TOKEN",
          "SKEP_GITHUB_TOKEN_FILE",
          "SKEP_GITHUB_API",
          "SKEP_INDEX_FOLDER",
          "SKEP_EMBEDDING_URL",
          "SKEP_EMBEDDING_MODEL",
          "SKEP_EMBEDDING_KEY",
          "SKEP_EMBEDDING_KEY_FILE",
          "SKEP_EMBEDDING_THRESHOLDS",
          "SKEP_ASK_DOLLARS",
          "SKEP_ASK_QUESTIONS",
          "SKEP_HEALTH_PORT",
          "SKEP_LOG",
          "SKEP_APP_SECRET",
          "SKEP_APP_SECRET_FILE",
          "QDRANT_URL",
          "QDRANT_API_KEY",
          "QDRANT_API_KEY_FILE",
          "QDRANT_COLLECTION",
          "GROQ_API_KEY",
          "GROQ_API_KEY_FILE",
          "GROQ_MODEL",
          "GROQ_URL",
          "GROQ_PRICE",
          "GIT_CRYPT_KEY_FILE",
          "GIT_CRYPT_GPG_KEY_FILE",
          "GIT_CRYPT_GPG_PASSPHRASE",
          "GIT_CRYPT_GPG_PASSPHRASE_FILE",
          "ROCKETCHAT_URL",
          "ROCKETCHAT_USER_ID",
          "ROCKETCHAT_TOKEN",
          "ROCKETCHAT_TOKEN_FILE");

  private final Map<String, String> environment;

  public Settings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /**
   * @throws SettingsException where it is not there
   */
  String required(String name, String meaning) {
    return text(name).orElseThrow(() -> new SettingsException(name + " is not set: " + meaning));
  }

  /**
   * Where the bot tells how it is; empty: nowhere.
   *
   * @throws SettingsException where it is no port
   */
  public Optional<Integer> healthPort() {
    return port("SKEP_HEALTH_PORT");
  }

  Optional<Integer> port(String name) {
    return text(name)
        .map(text -> {
          if (!text.matches("[0-9]{1,5}")
              || Integer.parseInt(text) < 1
              || Integer.parseInt(text) > 65535) {
            throw new SettingsException(
                name + " is no port: '" + text + "'; give a number from 1 to 65535");
          }
          return Integer.parseInt(text);
        });
  }

  Optional<Path> path(String name) {
    return text(name).map(Path::of);
  }

  /**
   * The value, or the content of the file that {@code <name>_FILE} names, without the line end.
   *
   * @throws SettingsException where both are given, or the file cannot be read
   */
  public Optional<SecretValue> secret(String name) {
    Optional<String> file = text(name + "_FILE");
    if (file.isEmpty()) {
      return text(name).map(SecretValue::of);
    }
    if (text(name).isPresent()) {
      throw new SettingsException("both " + name + " and " + name + "_FILE are set; keep one");
    }
    try {
      return Optional.of(SecretValue.of(Files.readString(Path.of(file.get())).strip()));
    } catch (IOException e) {
      throw new SettingsException(
          name + "_FILE names " + file.get() + ", which cannot be read: " + e.getMessage());
    }
  }

  /** What a stack file may interpolate when the bot loads it: {@code SKEP_VAR_*}, cut. */
  Map<String, String> stackVariables() {
    Map<String, String> variables = new TreeMap<>();
    environment.forEach((name, value) -> {
      if (name.startsWith(VARIABLES) && name.length() > VARIABLES.length()) {
        variables.put(name.substring(VARIABLES.length()), value);
      }
    });
    return variables;
  }

  /** The whole environment: at a terminal stack files see what the Docker CLI would see. */
  Map<String, String> everything() {
    return environment;
  }

  /** One sentence for each variable that looks like one of ours and is none. */
  public List<String> warnings() {
    return environment.keySet().stream()
        .filter(name -> name.startsWith("SKEP_") || name.startsWith("ROCKETCHAT_"))
        .filter(name -> !name.startsWith(VARIABLES) && !KNOWN.contains(name))
        .sorted()
        .map(name ->
            name
                + " is not a variable of Skep"
                + Nearest.to(name, KNOWN).map(right -> "; did you mean " + right + "?").orElse(""))
        .toList();
  }

  /** The configuration is wrong; the message says which variable and what to give it. */
  public static final class SettingsException extends SetupException {
    private static final long serialVersionUID = 1;

    SettingsException(String message) {
      super(message);
    }
  }
}
