package skep.secrets.repository;

import java.nio.file.Path;
import java.util.Optional;
import skep.secrets.redaction.SecretValue;

/**
 * What a remote repository asks for.
 *
 * @param token for https: a personal access token or a password
 * @param user for https, beside the token; hosts that only look at the token take any
 * @param key a private key file for ssh, without a passphrase; else the user's own keys are tried
 * @param knownHosts the host keys to trust; else the user's own list. An unknown host is refused
 */
public record RepositoryLogin(
    Optional<String> user,
    Optional<SecretValue> token,
    Optional<Path> key,
    Optional<Path> knownHosts) {
  public static final RepositoryLogin NONE =
      new RepositoryLogin(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
