package skep.secrets.desk.oidc;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import java.util.Optional;

/** A provider that was asked: where its endpoints are, and the keys it signs with. */
record Provider(OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys) {
  String issuer() {
    return metadata.getIssuer().getValue();
  }

  URI authorization() {
    return metadata.getAuthorizationEndpointURI();
  }

  URI token() {
    return metadata.getTokenEndpointURI();
  }

  /** Whether every answer it sends a browser back with names it (RFC 9207). */
  boolean namesItself() {
    return metadata.supportsAuthorizationResponseIssuerParam();
  }

  /** A provider that lists no ways takes the secret in a header, says the specification. */
  boolean takesSecretInHeader() {
    return Optional.ofNullable(metadata.getTokenEndpointAuthMethods())
        .map(ways -> ways.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC))
        .orElse(true);
  }
}
