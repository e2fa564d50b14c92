package skep.secrets.desk.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import java.util.Optional;
import skep.secrets.redaction.SecretValue;

/** Gives the provider its code back, with the proof of who asked for it, and gets the tokens. */
record CodeExchange(OidcClient client, ProviderHttp http) {
  OIDCTokens redeem(Provider provider, String code, SecretValue verifier) {
    HTTPRequest request = request(provider, code, verifier).toHTTPRequest();
    ProviderHttp.Answer answer =
        http.post(
            provider.token(), request.getBody(), Optional.ofNullable(request.getAuthorization()));
    TokenResponse response = parse(answer);
    if (response instanceof OIDCTokenResponse tokens) {
      return tokens.getOIDCTokens();
    }
    throw Refusals.ofTheCode(
        Optional.ofNullable(response.toErrorResponse().getErrorObject())
            .map(ErrorObject::getCode)
            .orElse(""));
  }

  private TokenRequest request(Provider provider, String code, SecretValue verifier) {
    AuthorizationGrant grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code),
            client.redirect(),
            new CodeVerifier(new String(verifier.reveal(), UTF_8)));
    return client
        .secret()
        .map(secret -> new TokenRequest.Builder(provider.token(), proof(provider, secret), grant))
        .orElseGet(
            () -> new TokenRequest.Builder(provider.token(), new ClientID(client.id()), grant))
        .build();
  }

  private ClientAuthentication proof(Provider provider, SecretValue value) {
    ClientID id = new ClientID(client.id());
    Secret secret = new Secret(new String(value.reveal(), UTF_8));
    return provider.takesSecretInHeader()
        ? new ClientSecretBasic(id, secret)
        : new ClientSecretPost(id, secret);
  }

  /** What cannot be read is not quoted: it may be half a token. */
  private static TokenResponse parse(ProviderHttp.Answer answer) {
    try {
      HTTPResponse response = new HTTPResponse(answer.status());
      response.setContentType(answer.type());
      response.setBody(answer.body());
      return OIDCTokenResponseParser.parse(response);
    } catch (ParseException | RuntimeException e) {
      // The library answers some nonsense with exceptions nobody declared.
      throw SignInException.failed(
          "the sign-in server's answer to its code (HTTP %d) cannot be read"
              .formatted(answer.status()));
    }
  }
}
