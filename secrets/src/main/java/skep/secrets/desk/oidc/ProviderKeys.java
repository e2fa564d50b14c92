package skep.secrets.desk.oidc;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetParseException;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;

/**
 * The keys a provider publishes. They are kept for a while; a token that names one not among them
 * has them fetched anew, for the provider may have changed keys, but only so often.
 */
record ProviderKeys(URI address, ProviderHttp http) implements JWKSetSource<SecurityContext> {
  private static final Duration KEPT = Duration.ofMinutes(15);

  static JWKSource<SecurityContext> of(
      OIDCProviderMetadata metadata, ProviderHttp http, Duration between) {
    return JWKSourceBuilder.create(new ProviderKeys(metadata.getJWKSetURI(), http))
        .cache(KEPT.toMillis(), http.deadline().toMillis())
        .refreshAheadCache(false)
        .rateLimited(between.toMillis())
        .retrying(false)
        .build();
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator refresh, long currentTime, SecurityContext context)
      throws KeySourceException {
    ProviderHttp.Answer answer = answer();
    if (answer.status() != 200) {
      throw new JWKSetRetrievalException("HTTP status " + answer.status(), null);
    }
    try {
      return JWKSet.parse(answer.body());
    } catch (ParseException | RuntimeException e) {
      // The library answers some nonsense with exceptions nobody declared.
      throw new JWKSetParseException("no JSON Web Key Set", e);
    }
  }

  private ProviderHttp.Answer answer() throws JWKSetRetrievalException {
    try {
      return http.get(address);
    } catch (SignInException e) {
      throw new JWKSetRetrievalException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    // The calls end by themselves; the client is not this source's.
  }
}
