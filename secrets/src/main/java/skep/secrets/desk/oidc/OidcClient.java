package skep.secrets.desk.oidc;

import java.net.URI;
import java.util.Optional;
import skep.secrets.redaction.SecretValue;

/**
 * How the desk is known to its provider.
 *
 * @param issuer the provider, exactly as it calls itself
 * @param secret none for a public client
 * @param redirect where the provider sends browsers back to, exactly as it is registered there
 */
public record OidcClient(URI issuer, String id, Optional<SecretValue> secret, URI redirect) {
  public OidcClient {
    requireSafe(issuer, "the issuer");
    requireSafe(redirect, "the redirect address");
    if (issuer.getRawQuery() != null) {
      throw new IllegalArgumentException("the issuer has no query: " + issuer);
    }
    if (id.isBlank()) {
      throw new IllegalArgumentException("the client's id is missing");
    }
  }

  private static void requireSafe(URI address, String what) {
    if (!Addresses.safe(address)) {
      throw new IllegalArgumentException(
          what + " must be https (http only to this machine itself): " + Addresses.shown(address));
    }
    if (address.getRawFragment() != null) {
      throw new IllegalArgumentException(what + " has no #fragment");
    }
  }
}
