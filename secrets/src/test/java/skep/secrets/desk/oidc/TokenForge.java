package skep.secrets.desk.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** Makes ID tokens, right or wrong, with a key that can be changed. */
final class TokenForge {
  private final JWSAlgorithm algorithm;
  private volatile JWK key;

  TokenForge(JWSAlgorithm algorithm) {
    this.algorithm = algorithm;
    this.key = newKey(UUID.randomUUID().toString());
  }

  String published() {
    return new JWKSet(key.toPublicJWK()).toString();
  }

  void changeKey() {
    key = newKey(UUID.randomUUID().toString());
  }

  /** Who asked for a token, and what for. */
  record Asked(
      String issuer, String client, String secret, String nonce, Person person, String access) {}

  JWT make(Forgery forgery, Asked asked) {
    JWTClaimsSet claims = claims(forgery, asked);
    return switch (forgery) {
      case UNSIGNED -> new PlainJWT(claims);
      case SIGNED_WITH_THE_PUBLIC_KEY_AS_A_SECRET -> withSecret(claims, pem());
      case SIGNED_WITH_THE_CLIENTS_SECRET -> withSecret(claims, asked.secret().getBytes(UTF_8));
      case UNKNOWN_KEY -> signed(claims, newKey(UUID.randomUUID().toString()));
      case OTHER_KEY_OF_THAT_NAME -> signed(claims, newKey(key.getKeyID()));
      case ALTERED_AFTER_SIGNING -> altered(signed(claims, key));
      case NONE,
          OTHER_NONCE,
          NO_NONCE,
          OTHER_AUDIENCE,
          OTHER_PARTY,
          SEVERAL_AUDIENCES_AND_NO_PARTY,
          OTHER_ISSUER,
          EXPIRED,
          NO_EXPIRY,
          ISSUED_IN_THE_FUTURE,
          NAMES_NOBODY,
          OTHER_ACCESS_TOKEN,
          NO_TOKEN ->
          signed(claims, key);
    };
  }

  private JWTClaimsSet claims(Forgery forgery, Asked asked) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder right =
        new JWTClaimsSet.Builder()
            .issuer(asked.issuer())
            .audience(asked.client())
            .claim("azp", asked.client())
            .claim("nonce", asked.nonce())
            .claim("at_hash", hash(asked.access()))
            .subject(asked.person().id())
            .claim("preferred_username", asked.person().name())
            .claim("email", asked.person().email())
            .claim("email_verified", asked.person().verified())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)));
    return forged(forgery, right, now, asked).build();
  }

  private JWTClaimsSet.Builder forged(
      Forgery forgery, JWTClaimsSet.Builder right, Instant now, Asked asked) {
    return switch (forgery) {
      case OTHER_NONCE -> right.claim("nonce", "nonce-of-another-browser");
      case NO_NONCE -> right.claim("nonce", null);
      case OTHER_AUDIENCE -> right.audience("another-client");
      case OTHER_PARTY -> right.claim("azp", "another-client");
      case SEVERAL_AUDIENCES_AND_NO_PARTY ->
          right.audience(List.of(asked.client(), "another-client")).claim("azp", null);
      case OTHER_ISSUER -> right.issuer("https://sso.example.net");
      case EXPIRED -> right.expirationTime(Date.from(now.minusSeconds(90)));
      case NO_EXPIRY -> right.expirationTime(null);
      case ISSUED_IN_THE_FUTURE -> right.issueTime(Date.from(now.plusSeconds(90)));
      case NAMES_NOBODY -> right.subject(null);
      case OTHER_ACCESS_TOKEN -> right.claim("at_hash", hash("another-token"));
      case NONE,
          NO_TOKEN,
          UNSIGNED,
          SIGNED_WITH_THE_PUBLIC_KEY_AS_A_SECRET,
          SIGNED_WITH_THE_CLIENTS_SECRET,
          ALTERED_AFTER_SIGNING,
          UNKNOWN_KEY,
          OTHER_KEY_OF_THAT_NAME ->
          right;
    };
  }

  private String hash(String access) {
    return AccessTokenHash.compute(new BearerAccessToken(access), algorithm, null).getValue();
  }

  private SignedJWT signed(JWTClaimsSet claims, JWK with) {
    try {
      JWSSigner signer = new DefaultJWSSignerFactory().createJWSSigner(with, algorithm);
      SignedJWT token =
          new SignedJWT(new JWSHeader.Builder(algorithm).keyID(with.getKeyID()).build(), claims);
      token.sign(signer);
      return token;
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private SignedJWT withSecret(JWTClaimsSet claims, byte[] secret) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), claims);
      token.sign(new MACSigner(secret));
      return token;
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] pem() {
    try {
      return ((AsymmetricJWK) key).toPublicKey().getEncoded();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ben's id in place of the signed one. */
  private static SignedJWT altered(SignedJWT token) {
    try {
      JWTClaimsSet claims =
          new JWTClaimsSet.Builder(token.getJWTClaimsSet()).subject(Person.BEN.id()).build();
      Base64URL[] parts = SignedJWT.parse(token.serialize()).getParsedParts();
      return new SignedJWT(parts[0], Base64URL.encode(claims.toString()), parts[2]);
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private JWK newKey(String name) {
    try {
      return algorithm.equals(JWSAlgorithm.ES256)
          ? new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.SIGNATURE).keyID(name).generate()
          : new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE).keyID(name).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
