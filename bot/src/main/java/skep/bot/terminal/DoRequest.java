package skep.bot.terminal;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What somebody typed after {@code skep do}.
 *
 * @param line the command line, from the {@code /} on
 * @param estate a directory or URL; empty: from the environment, else the current directory
 * @param docker as {@code DOCKER_HOST}; empty: from the environment, else the local socket
 */
public record DoRequest(
    String line, Optional<String> estate, Optional<String> docker, String user, boolean json) {
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

  public DoRequest {
    if (!USER.matcher(user).matches()) {
      throw new IllegalArgumentException(
          "--as takes letters, digits, dots, dashes and underscores, not '" + user + "'");
    }
  }
}
