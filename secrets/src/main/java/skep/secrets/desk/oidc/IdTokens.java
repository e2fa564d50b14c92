package skep.secrets.desk.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.InvalidHashException;
import java.text.ParseException;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an ID token is the provider's own: signed with a key pair of the provider's. What is
 * signed with a secret shared by both sides, or not at all, is not, whatever the token says.
 */
final class IdTokens {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private IdTokens() {}

  /**
   * What the token says, once it is known to be the provider's and to belong to its access token.
   */
  static JWTClaimsSet verified(Provider provider, OIDCTokens tokens) {
    SignedJWT token = signed(Optional.ofNullable(tokens.getIDToken()));
    JWTClaimsSet claims = verified(provider, token);
    requireSameGrant(tokens, token.getHeader().getAlgorithm(), claims);
    return claims;
  }

  private static SignedJWT signed(Optional<JWT> token) {
    return token
        .filter(SignedJWT.class::isInstance)
        .map(SignedJWT.class::cast)
        .orElseThrow(() -> distrusted("it is not signed"));
  }

  private static JWTClaimsSet verified(Provider provider, SignedJWT token) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, provider.keys()));
    // Its claims have rules of their own, with a clock.
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
    try {
      return processor.process(token, null);
    } catch (KeySourceException e) {
      throw SignInException.failed(
          "the keys of the sign-in server cannot be read; try again in a minute");
    } catch (BadJOSEException | JOSEException e) {
      throw distrusted("no key of its own signed it");
    }
  }

  private static void requireSameGrant(
      OIDCTokens tokens, JWSAlgorithm algorithm, JWTClaimsSet claims) {
    Optional<String> hash = text(claims, "at_hash");
    if (hash.isEmpty()) {
      return;
    }
    try {
      AccessTokenValidator.validate(
          tokens.getAccessToken(), algorithm, new AccessTokenHash(hash.get()));
    } catch (InvalidHashException e) {
      throw distrusted("it belongs to another access token");
    }
  }

  /** A claim that is text; one of another kind counts as none. */
  static Optional<String> text(JWTClaimsSet claims, String name) {
    try {
      return Optional.ofNullable(claims.getStringClaim(name)).filter(it -> !it.isBlank());
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  static SignInException distrusted(String why) {
    return SignInException.failed(
        "the sign-in server's ID token is not to be trusted: %s; nobody was signed in"
            .formatted(why));
  }
}
