package skep.secrets.desk.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import skep.secrets.redaction.SecretValue;

/**
 * Signs people in at an OpenID provider. Making one calls nobody: the provider is asked when
 * somebody first signs in. One serves all threads.
 */
public final class OidcSignIn implements SignIn, AutoCloseable {
  private static final Duration PENDING = Duration.ofMinutes(10);
  private static final Duration BETWEEN_KEYS = Duration.ofSeconds(30);
  private static final Scope SCOPE = new Scope("openid", "profile", "email");

  private final OidcClient client;
  private final InstantSource clock;
  private final ProviderHttp http;
  private final Discovery discovery;
  private final CodeExchange exchange;

  /**
   * @param deadline for each call to the provider as a whole; a sign-in needs four at most
   */
  public OidcSignIn(OidcClient client, Duration deadline, InstantSource clock) {
    this(client, deadline, BETWEEN_KEYS, clock);
  }

  /**
   * @param betweenKeys how soon an unknown key may have the provider's keys fetched once more
   */
  OidcSignIn(OidcClient client, Duration deadline, Duration betweenKeys, InstantSource clock) {
    this.client = client;
    this.clock = clock;
    this.http = new ProviderHttp(deadline);
    this.discovery = new Discovery(client.issuer(), http, betweenKeys, clock);
    this.exchange = new CodeExchange(client, http);
  }

  @Override
  public Begun begin() {
    Provider provider = discovery.provider();
    State state = new State();
    Nonce nonce = new Nonce();
    CodeVerifier verifier = new CodeVerifier();
    URI redirect =
        new AuthenticationRequest.Builder(
                ResponseType.CODE, SCOPE, new ClientID(client.id()), client.redirect())
            .endpointURI(provider.authorization())
            .state(state)
            .nonce(nonce)
            .codeChallenge(verifier, CodeChallengeMethod.S256)
            .build()
            .toURI();
    return new Begun(
        redirect,
        new Pending(
            state.getValue(),
            nonce.getValue(),
            SecretValue.of(verifier.getValue()),
            clock.instant()));
  }

  @Override
  public Subject finish(Pending pending, Map<String, List<String>> query) {
    if (clock.instant().isAfter(pending.began().plus(PENDING))) {
      throw SignInException.refused("this sign-in took too long; begin once more");
    }
    Callback callback = new Callback(query);
    callback.requireState(pending.state());
    Provider provider = discovery.provider();
    callback.requireFrom(provider);
    JWTClaimsSet claims =
        IdTokens.verified(provider, exchange.redeem(provider, callback.code(), pending.verifier()));
    return new IdTokenRules(provider.issuer(), client.id(), pending.nonce(), clock.instant())
        .subject(claims);
  }

  @Override
  public void close() {
    http.close();
  }
}
