package skep.secrets.desk.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skep.secrets.desk.oidc.SignIn.Begun;

/** What the browser brings back besides a code, and how the desk is set up. */
class OidcSignInTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          access_denied           | it was cancelled there        | false
          login_required          | nobody is signed in           | false
          consent_required        | did not agree                 | false
          temporarily_unavailable | try again in a while          | true
          invalid_scope           | settings of this client       | true
          something_new           | refused: something_new        | true
          <b>Click here</b>       | refused: for a reason of its own | true
          """)
  void whatTheProviderRefusesIsASentence(String error, String why, boolean failed) {
    try (DeskScene scene = DeskScene.usual()) {
      Begun begun = scene.desk().begin();
      Map<String, List<String>> callback =
          Map.of(
              "error", List.of(error),
              "error_description", List.of("Call 555 to unlock"),
              "state", List.of(begun.pending().state()),
              "iss", List.of(scene.provider().issuer().toString()));
      SignInException thrown = SignInContract.thrown(scene.desk(), begun.pending(), callback);
      assertThat(thrown).hasMessageContaining(why).hasMessageNotContaining("555");
      assertThat(thrown.failed()).isEqualTo(failed);
    }
  }

  @Test
  void anErrorOfAnotherSignInIsNotTheProvidersWord() {
    try (DeskScene scene = DeskScene.usual()) {
      SignInContract.assertRefused(
          scene.desk(),
          scene.desk().begin().pending(),
          Map.of("error", List.of("access_denied"), "state", List.of("of-somebody")),
          "belongs to another sign-in");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"state", "code", "iss", "error"})
  void whatIsSaidTwiceIsNotChosenFrom(String name) {
    try (DeskScene scene = DeskScene.usual()) {
      Begun begun = scene.desk().begin();
      Map<String, List<String>> callback = DeskScene.answer(begun);
      String said = callback.getOrDefault(name, List.of("access_denied")).getFirst();
      callback.put(name, List.of(said, said));
      SignInContract.assertRefused(
          scene.desk(), begun.pending(), callback, "says two things at once");
    }
  }

  @Test
  void anAnswerWithNothingInItSignsNobodyIn() {
    try (DeskScene scene = DeskScene.usual()) {
      Begun begun = scene.desk().begin();
      Map<String, List<String>> callback = DeskScene.answer(begun);
      callback.put("code", List.of(""));
      SignInContract.assertRefused(scene.desk(), begun.pending(), callback, "signs nobody in");
      SignInContract.assertRefused(scene.desk(), begun.pending(), Map.of(), "another sign-in");
    }
  }

  @Test
  void aProviderThatDoesNotSayItNamesItselfNeedNot() {
    try (DeskScene scene = DeskScene.usual()) {
      scene.provider().claim("authorization_response_iss_parameter_supported", false);
      Begun begun = scene.desk().begin();
      Map<String, List<String>> callback = DeskScene.answer(begun);
      callback.remove("iss");
      assertThat(scene.desk().finish(begun.pending(), callback).name()).isEqualTo("anna");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"client_secret_basic", "client_secret_post"})
  void aSecretIsProvedTheWayTheProviderTakesIt(String way) {
    try (DeskScene scene = DeskScene.withSecret(FakeProvider.SECRET)) {
      scene.provider().claim("token_endpoint_auth_methods_supported", List.of(way));
      assertThat(scene.signIn().name()).isEqualTo("anna");
    }
  }

  @Test
  void aWrongSecretIsSomethingToCheckAndIsNotShown() {
    try (DeskScene scene = DeskScene.withSecret("not-the-secret")) {
      assertThat(scene.failure())
          .hasMessageContaining("its id and secret are to be checked")
          .hasMessageNotContaining("not-the-secret");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://sso.example.org/realms/skep",
        "http://127.0.0.1.example.org",
        "http://10.0.0.1:8080",
        "http://localhost.example.org",
        "ftp://127.0.0.1",
        "https://user:word@sso.example.org",
        "https://sso.example.org/#part",
        "https://sso.example.org/?a=b",
        "sso.example.org"
      })
  void anIssuerOthersCouldActAsIsNoIssuer(String issuer) {
    assertThatThrownBy(() -> client(issuer, "https://desk.example.org/callback"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("issuer")
        .hasMessageNotContaining("word");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://sso.example.org/realms/skep",
        "http://127.0.0.1:8080",
        "http://localhost:8080",
        "http://[::1]:8080"
      })
  void anIssuerOverHttpsOrOnThisMachineIsOne(String issuer) {
    assertThat(client(issuer, "https://desk.example.org/callback").issuer()).hasToString(issuer);
  }

  @Test
  void codesAreSentBackOverHttpsAlone() {
    assertThatThrownBy(
            () -> client("https://sso.example.org", "http://desk.example.org/callback?x=secret"))
        .hasMessageContaining("redirect address must be https")
        .hasMessageNotContaining("secret");
  }

  private static OidcClient client(String issuer, String redirect) {
    return new OidcClient(
        URI.create(issuer), FakeProvider.CLIENT, Optional.empty(), URI.create(redirect));
  }
}
