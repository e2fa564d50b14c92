package skep.secrets.desk.oidc;

import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The fake provider is as strict as the real one. */
class FakeProviderSignInTest extends SignInContract {
  private final FakeProvider provider = new FakeProvider();

  @AfterEach
  void close() {
    provider.close();
  }

  @Override
  OidcSignIn desk(InstantSource clock) {
    return new OidcSignIn(
        new OidcClient(provider.issuer(), FakeProvider.CLIENT, Optional.empty(), REDIRECT),
        DEADLINE,
        clock);
  }

  @Override
  URI browse(URI redirect, Person person) {
    try (LoginPage browser = new LoginPage()) {
      return switch (browser.open(URI.create(redirect + "&login_hint=" + person.name()))) {
        case LoginPage.Came.Back(URI address) -> address;
        case LoginPage.Came.Page(String html) -> throw new AssertionError("not signed in: " + html);
      };
    }
  }
}
