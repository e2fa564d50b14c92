package skep.bot.wiring;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import skep.bot.wiring.Settings.SettingsException;
import skep.secrets.desk.oidc.OidcClient;
import skep.secrets.desk.oidc.OidcSignIn;
import skep.secrets.desk.oidc.SignIn;
import skep.secrets.redaction.SecretValue;

/** The OpenID provider people sign in with at the desk, as the environment describes it. */
final class ProviderSettings {
  private static final String ISSUER = "SKEP_OIDC_ISSUER";
  private static final String CLIENT = "SKEP_OIDC_CLIENT";
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private ProviderSettings() {}

  /**
   * Empty where there is none; nobody is asked yet.
   *
   * @param desk the desk's own address
   */
  static Optional<SignIn> read(Settings settings, String desk, KnownSecrets secrets) {
    Optional<String> issuer = settings.text(ISSUER);
    Optional<String> client = settings.text(CLIENT);
    if (issuer.isPresent() != client.isPresent()) {
      throw new SettingsException(
          "%s is set and %s is not: signing in needs the provider, and what the desk is called there"
              .formatted(
                  issuer.isPresent() ? ISSUER : CLIENT, issuer.isPresent() ? CLIENT : ISSUER));
    }
    Optional<SecretValue> secret = settings.secret("SKEP_OIDC_CLIENT_SECRET");
    secret.ifPresent(secrets::learn);
    return issuer.map(provider -> signIn(provider, client.orElseThrow(), secret, desk));
  }

  private static SignIn signIn(
      String issuer, String client, Optional<SecretValue> secret, String desk) {
    try {
      URI redirect = URI.create(desk.replaceFirst("/$", "") + "/signed-in");
      return new OidcSignIn(
          new OidcClient(URI.create(issuer), client, secret, redirect),
          DEADLINE,
          InstantSource.system());
    } catch (IllegalArgumentException e) {
      throw new SettingsException("%s: %s".formatted(ISSUER, e.getMessage()));
    }
  }
}
