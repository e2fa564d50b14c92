package skep.secrets.desk.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skep.secrets.desk.oidc.LoginPage.Came;
import skep.secrets.desk.oidc.SignIn.Begun;
import skep.secrets.redaction.SecretValue;

/** Signing in at a real Keycloak, through the page it shows. */
@KeycloakTest
class KeycloakSignInTest extends SignInContract {
  private final Keycloak keycloak;

  KeycloakSignInTest(Keycloak keycloak) {
    this.keycloak = keycloak;
  }

  @Override
  OidcSignIn desk(InstantSource clock) {
    return new OidcSignIn(
        new OidcClient(keycloak.issuer(), Keycloak.CLIENT, Optional.empty(), REDIRECT),
        DEADLINE,
        clock);
  }

  @Override
  URI browse(URI redirect, Person person) {
    return switch (typed(redirect, person.name(), person.password())) {
      case Came.Back(URI address) -> address;
      case Came.Page(String html) -> throw new AssertionError("not signed in:\n" + html);
    };
  }

  @Test
  void whoTypesAWrongPasswordStaysAtKeycloak() {
    try (OidcSignIn desk = desk()) {
      assertThat(page(typed(desk.begin().redirect(), "anna", "ben-password")))
          .contains("Invalid username or password");
    }
  }

  @Test
  void whoMayNotSignInAnyMoreStaysAtKeycloak() {
    try (OidcSignIn desk = desk()) {
      assertThat(page(typed(desk.begin().redirect(), "carl", Person.CARL.password())))
          .contains("Account is disabled");
    }
  }

  @Test
  void whoIsSignedInAtKeycloakAlreadyTypesNothing() {
    try (OidcSignIn desk = desk();
        LoginPage browser = new LoginPage()) {
      browser.type(desk.begin().redirect(), "anna", Person.ANNA.password());
      Begun again = desk.begin();
      assertThat(browser.open(again.redirect()))
          .isInstanceOfSatisfying(
              Came.Back.class,
              it ->
                  assertThat(desk.finish(again.pending(), query(it.address())).name())
                      .isEqualTo("anna"));
    }
  }

  @Test
  void whereNobodyIsSignedInAndNoneMayBeAskedThereIsASentence() {
    try (OidcSignIn desk = desk();
        LoginPage browser = new LoginPage()) {
      Begun begun = desk.begin();
      Came came = browser.open(URI.create(begun.redirect() + "&prompt=none"));
      assertThat(came)
          .isInstanceOfSatisfying(
              Came.Back.class,
              it ->
                  assertRefused(desk, begun.pending(), query(it.address()), "nobody is signed in"));
    }
  }

  @Test
  void keycloakTakesNoSignInWithoutAChallenge() {
    try (OidcSignIn desk = desk();
        LoginPage browser = new LoginPage()) {
      Begun begun = desk.begin();
      URI bare = URI.create(begun.redirect().toString().replaceAll("&?code_challenge[^&]*", ""));
      assertThat(browser.open(bare))
          .isInstanceOfSatisfying(
              Came.Back.class,
              it ->
                  assertThat(thrown(desk, begun.pending(), query(it.address())))
                      .hasMessageContaining("invalid_request"));
    }
  }

  @Test
  void aClientWithASecretProvesItself() {
    try (OidcSignIn desk = withSecret(Keycloak.SECRET)) {
      assertThat(signedIn(desk, Person.ANNA).name()).isEqualTo("anna");
    }
  }

  @Test
  void aClientWithAWrongSecretIsToldWhatToCheck() {
    try (OidcSignIn desk = withSecret("another-secret")) {
      Begun begun = desk.begin();
      SignInException thrown = thrown(desk, begun.pending(), answer(begun, Person.ANNA));
      assertThat(thrown).hasMessageContaining("its id and secret are to be checked");
      assertThat(thrown).hasMessageNotContaining("another-secret");
      assertThat(thrown.failed()).isTrue();
    }
  }

  private OidcSignIn withSecret(String secret) {
    return new OidcSignIn(
        new OidcClient(
            keycloak.issuer(),
            Keycloak.CLIENT_WITH_SECRET,
            Optional.of(SecretValue.of(secret)),
            REDIRECT),
        DEADLINE,
        InstantSource.system());
  }

  private static Came typed(URI redirect, String name, String password) {
    try (LoginPage browser = new LoginPage()) {
      return browser.type(redirect, name, password);
    }
  }

  private static String page(Came came) {
    return switch (came) {
      case Came.Page(String html) -> html;
      case Came.Back(URI address) -> throw new AssertionError("signed in");
    };
  }
}
