package skep.secrets.desk.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jwt.JWTClaimsSet;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/**
 * What an ID token must say to sign somebody in here and now.
 *
 * @param nonce what was sent along with this browser's request
 */
record IdTokenRules(String issuer, String client, String nonce, Instant now) {
  /** Clocks of two machines differ. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  /** The person it names, where all of it holds. */
  SignIn.Subject subject(JWTClaimsSet claims) {
    require(issuer.equals(claims.getIssuer()), "another issuer wrote it");
    require(claims.getAudience().contains(client), "it is for another client");
    requireParty(claims);
    requireTime(claims);
    String named = IdTokens.text(claims, "nonce").orElse("");
    require(
        MessageDigest.isEqual(nonce.getBytes(UTF_8), named.getBytes(UTF_8)),
        "it answers another sign-in");
    String id = Optional.ofNullable(claims.getSubject()).orElse("");
    require(!id.isBlank(), "it names nobody");
    return new SignIn.Subject(
        id, IdTokens.text(claims, "preferred_username").orElse(id), email(claims));
  }

  /** Who is named as the one it was issued to must be this client; among several, one is named. */
  private void requireParty(JWTClaimsSet claims) {
    Optional<Object> party = Optional.ofNullable(claims.getClaim("azp"));
    boolean ours = party.map(client::equals).orElse(claims.getAudience().size() == 1);
    require(ours, "it was issued to another client");
  }

  private void requireTime(JWTClaimsSet claims) {
    Optional<Instant> end = Optional.ofNullable(claims.getExpirationTime()).map(Date::toInstant);
    require(end.filter(it -> now.isBefore(it.plus(SKEW))).isPresent(), "it has expired");
    Optional<Instant> issued = Optional.ofNullable(claims.getIssueTime()).map(Date::toInstant);
    require(
        issued.filter(it -> !it.isAfter(now.plus(SKEW))).isPresent(),
        "it was issued in the future; the clocks of both machines are to be checked");
  }

  private static Optional<String> email(JWTClaimsSet claims) {
    boolean verified = Boolean.TRUE.equals(claims.getClaim("email_verified"));
    return verified ? IdTokens.text(claims, "email") : Optional.empty();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw IdTokens.distrusted(otherwise);
    }
  }
}
