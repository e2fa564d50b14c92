package skep.secrets.desk.oidc;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * What the provider says about itself, asked for when first needed and again after an hour. A
 * failure is not remembered: who needs it next asks again.
 */
final class Discovery {
  private static final Duration HOLDS = Duration.ofHours(1);
  private static final String WELL_KNOWN = "/.well-known/openid-configuration";

  private final URI issuer;
  private final ProviderHttp http;
  private final Duration betweenKeys;
  private final InstantSource clock;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Optional<Found> found = Optional.empty();

  Discovery(URI issuer, ProviderHttp http, Duration betweenKeys, InstantSource clock) {
    this.issuer = issuer;
    this.http = http;
    this.betweenKeys = betweenKeys;
    this.clock = clock;
  }

  Provider provider() {
    return fresh().orElseGet(this::askOnce);
  }

  private Optional<Provider> fresh() {
    return found.filter(it -> clock.instant().isBefore(it.until())).map(Found::provider);
  }

  /** One asks for all; nobody waits behind a row of others for a provider that is silent. */
  private Provider askOnce() {
    try {
      if (!asking.tryLock(http.deadline().toMillis(), TimeUnit.MILLISECONDS)) {
        throw SignInException.failed("the sign-in server %s is silent".formatted(issuer));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SignInException.failed("interrupted: asking the sign-in server " + issuer);
    }
    try {
      return fresh().orElseGet(this::ask);
    } finally {
      asking.unlock();
    }
  }

  private Provider ask() {
    OIDCProviderMetadata metadata = metadata();
    Provider provider = new Provider(metadata, ProviderKeys.of(metadata, http, betweenKeys));
    found = Optional.of(new Found(provider, clock.instant().plus(HOLDS)));
    return provider;
  }

  private OIDCProviderMetadata metadata() {
    String base = issuer.toString().replaceFirst("/$", "");
    ProviderHttp.Answer answer = http.get(URI.create(base + WELL_KNOWN));
    if (answer.status() != 200) {
      throw SignInException.failed(
          "there is no OpenID provider at %s: %s%s answers %d"
              .formatted(issuer, base, WELL_KNOWN, answer.status()));
    }
    return checked(parse(answer.body()));
  }

  private OIDCProviderMetadata parse(String document) {
    try {
      return OIDCProviderMetadata.parse(document);
    } catch (ParseException | RuntimeException e) {
      // The library answers some nonsense with exceptions nobody declared.
      throw SignInException.failed(
          "what %s says about itself is not an OpenID provider's".formatted(issuer));
    }
  }

  private OIDCProviderMetadata checked(OIDCProviderMetadata metadata) {
    if (!metadata.getIssuer().getValue().equals(issuer.toString())) {
      throw SignInException.failed(
          "the provider at %s calls itself %s; the configured issuer must be the same to the letter"
              .formatted(issuer, metadata.getIssuer().getValue()));
    }
    Stream.of(
            Optional.ofNullable(metadata.getAuthorizationEndpointURI()),
            Optional.ofNullable(metadata.getTokenEndpointURI()),
            Optional.ofNullable(metadata.getJWKSetURI()))
        .forEach(this::requireSafe);
    return metadata;
  }

  private void requireSafe(Optional<URI> endpoint) {
    URI named =
        endpoint.orElseThrow(
            () -> SignInException.failed(issuer + " does not tell where it signs people in"));
    if (!Addresses.safe(named)) {
      throw SignInException.failed(
          "%s names an address that is not https: %s".formatted(issuer, Addresses.shown(named)));
    }
  }

  private record Found(Provider provider, Instant until) {}
}
