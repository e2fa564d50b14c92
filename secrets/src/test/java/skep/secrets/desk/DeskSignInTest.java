package skep.secrets.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skep.secrets.desk.oidc.Keycloak;
import skep.secrets.desk.oidc.KeycloakTest;
import skep.secrets.desk.oidc.LoginPage;
import skep.secrets.desk.oidc.LoginPage.Came;
import skep.secrets.desk.oidc.OidcClient;
import skep.secrets.desk.oidc.OidcSignIn;
import skep.secrets.desk.oidc.Person;
import skep.secrets.vault.KeyPath;
import skep.secrets.vault.SecretName;

/** Into the desk through a real Keycloak. */
@KeycloakTest
class DeskSignInTest {
  private static final SecretName PASSWORD =
      new SecretName("secret/web.env", Optional.of(KeyPath.of("PASSWORD")));

  private final InMemoryWork work = new InMemoryWork();
  private final OidcSignIn signIn;
  private final Desk desk;
  private final String address;

  DeskSignInTest(Keycloak keycloak) {
    int port = FreePort.any();
    address = "http://127.0.0.1:" + port;
    signIn =
        new OidcSignIn(
            new OidcClient(
                keycloak.issuer(),
                Keycloak.CLIENT,
                Optional.empty(),
                URI.create(address + "/signed-in")),
            Duration.ofSeconds(30),
            InstantSource.system());
    desk =
        Desk.serve(
            port,
            new DeskOptions(URI.create(address), Optional.empty()),
            work,
            Optional.of(signIn),
            new Links(InstantSource.system()),
            InstantSource.system());
    work.put(PASSWORD, "hunter2-hunter2");
    work.know(Person.ANNA.id(), new DeskPerson("a1", "anna"));
  }

  @AfterEach
  void end() {
    desk.close();
    signIn.close();
  }

  /** The browser goes to the desk, from there to Keycloak, and comes back with its answer. */
  private Browser.Said back(Browser browser, Person person) {
    URI provider = URI.create(browser.get("/sign-in").header("Location"));
    try (LoginPage page = new LoginPage()) {
      return switch (page.type(provider, person.name(), person.password())) {
        case Came.Back(URI came) -> browser.get(came.getRawPath() + "?" + came.getRawQuery());
        case Came.Page(String html) -> throw new AssertionError("not signed in: " + html);
      };
    }
  }

  @Test
  void whoTheEstateKnowsSeesTheirSecretsAfterKeycloaksLogin() {
    Browser browser = new Browser(address);
    Browser.Said back = back(browser, Person.ANNA);
    assertThat(back.status()).isEqualTo(303);
    assertThat(back.header("Location")).isEqualTo(address + "/");
    assertThat(browser.get("/api/session").json().path("person").asText()).isEqualTo("anna");
    assertThat(browser.get("/api/secrets").json().path("secrets")).hasSize(1);
    assertThat(work.audit()).contains("anna entered signed in");
  }

  @Test
  void whoTheEstateDoesNotKnowIsToldTheirSubject() {
    Browser browser = new Browser(address);
    Browser.Said back = back(browser, Person.BEN);
    assertThat(back.status()).isEqualTo(403);
    assertThat(back.json().path("error").asText()).contains(Person.BEN.id());
    assertThat(browser.get("/api/secrets").status()).isEqualTo(401);
  }
}
