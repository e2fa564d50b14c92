package skep.secrets.desk.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.secrets.desk.oidc.SignIn.Begun;
import skep.secrets.desk.oidc.SignIn.Subject;
import skep.secrets.redaction.SecretValue;

/** A desk, a provider that can be told to be wrong, and one browser after the other. */
record DeskScene(FakeProvider provider, OidcSignIn desk) implements AutoCloseable {
  /** Where the provider is to be waited for in vain. */
  static final Duration SHORT = Duration.ofSeconds(2);

  private static final Duration BETWEEN_KEYS = Duration.ofSeconds(30);

  static DeskScene usual() {
    return with(
        new FakeProvider(JWSAlgorithm.ES256, 0),
        Optional.empty(),
        SignInContract.DEADLINE,
        BETWEEN_KEYS);
  }

  static DeskScene impatient() {
    return with(new FakeProvider(JWSAlgorithm.ES256, 0), Optional.empty(), SHORT, BETWEEN_KEYS);
  }

  static DeskScene signingWith(JWSAlgorithm algorithm) {
    return with(
        new FakeProvider(algorithm, 0), Optional.empty(), SignInContract.DEADLINE, BETWEEN_KEYS);
  }

  static DeskScene withSecret(String secret) {
    return with(
        new FakeProvider(JWSAlgorithm.ES256, 0),
        Optional.of(SecretValue.of(secret)),
        SignInContract.DEADLINE,
        BETWEEN_KEYS);
  }

  static DeskScene fetchingKeysEvery(Duration between) {
    return with(
        new FakeProvider(JWSAlgorithm.ES256, 0),
        Optional.empty(),
        SignInContract.DEADLINE,
        between);
  }

  private static DeskScene with(
      FakeProvider provider,
      Optional<SecretValue> secret,
      Duration deadline,
      Duration betweenKeys) {
    OidcClient client =
        new OidcClient(provider.issuer(), FakeProvider.CLIENT, secret, SignInContract.REDIRECT);
    return new DeskScene(
        provider, new OidcSignIn(client, deadline, betweenKeys, InstantSource.system()));
  }

  /** A person's whole way: to the provider and back. */
  Subject signIn() {
    Begun begun = desk.begin();
    return desk.finish(begun.pending(), answer(begun));
  }

  static Map<String, List<String>> answer(Begun begun) {
    try (LoginPage browser = new LoginPage()) {
      return switch (browser.open(begun.redirect())) {
        case LoginPage.Came.Back(URI address) ->
            new HashMap<>(URLUtils.parseParameters(address.getRawQuery()));
        case LoginPage.Came.Page(String html) -> throw new AssertionError("not sent back: " + html);
      };
    }
  }

  /** Why the person was not signed in, in words that give nothing away. */
  SignInException failure() {
    SignInException thrown = catchThrowableOfType(SignInException.class, this::signIn);
    assertThat(thrown).as("nobody must be signed in").isNotNull();
    assertThat(thrown).hasNoCause();
    provider.secrets().forEach(secret -> assertThat(thrown.getMessage()).doesNotContain(secret));
    return thrown;
  }

  @Override
  public void close() {
    desk.close();
    provider.close();
  }
}
