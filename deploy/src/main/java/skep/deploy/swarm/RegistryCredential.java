package skep.deploy.swarm;

import java.util.Optional;
import skep.secrets.redaction.SecretValue;

/**
 * What a registry asks for. {@link #NONE} for a public one.
 *
 * @param login empty for anonymous access
 */
public record RegistryCredential(Optional<Login> login) {
  public static final RegistryCredential NONE = new RegistryCredential(Optional.empty());

  /** A user (or robot) at one registry. */
  public record Login(String registry, String user, SecretValue password) {}
}
