package skep.secrets.desk.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ID tokens that must sign nobody in, and keys that change. */
class ForgedTokensTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OTHER_NONCE                            | it answers another sign-in
          NO_NONCE                               | it answers another sign-in
          OTHER_AUDIENCE                         | it is for another client
          OTHER_PARTY                            | it was issued to another client
          SEVERAL_AUDIENCES_AND_NO_PARTY         | it was issued to another client
          OTHER_ISSUER                           | another issuer wrote it
          EXPIRED                                | it has expired
          NO_EXPIRY                              | it has expired
          ISSUED_IN_THE_FUTURE                   | it was issued in the future
          NAMES_NOBODY                           | it names nobody
          OTHER_ACCESS_TOKEN                     | it belongs to another access token
          NO_TOKEN                               | it is not signed
          UNSIGNED                               | it is not signed
          SIGNED_WITH_THE_PUBLIC_KEY_AS_A_SECRET | no key of its own signed it
          SIGNED_WITH_THE_CLIENTS_SECRET         | no key of its own signed it
          ALTERED_AFTER_SIGNING                  | no key of its own signed it
          UNKNOWN_KEY                            | no key of its own signed it
          OTHER_KEY_OF_THAT_NAME                 | no key of its own signed it
          """)
  void aTokenThatIsWrongSignsNobodyIn(Forgery forgery, String why) {
    try (DeskScene scene = DeskScene.usual()) {
      scene.provider().forge(forgery);
      SignInException thrown = scene.failure();
      assertThat(thrown).hasMessageContaining(why);
      assertThat(thrown.failed()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "UNSIGNED",
        "SIGNED_WITH_THE_PUBLIC_KEY_AS_A_SECRET",
        "SIGNED_WITH_THE_CLIENTS_SECRET"
      })
  void aSecretOfTheClientIsNoKeyOfTheProvider(Forgery forgery) {
    try (DeskScene scene = DeskScene.withSecret(FakeProvider.SECRET)) {
      assertThat(scene.signIn().name()).isEqualTo("anna");
      scene.provider().forge(forgery);
      assertThat(scene.failure()).hasMessageContaining("is not to be trusted");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS512", "ES256"})
  void keysOfEachKindAreAsGoodAndAsStrict(String algorithm) {
    try (DeskScene scene = DeskScene.signingWith(JWSAlgorithm.parse(algorithm))) {
      assertThat(scene.signIn().name()).isEqualTo("anna");
      scene.provider().forge(Forgery.OTHER_KEY_OF_THAT_NAME);
      assertThat(scene.failure()).hasMessageContaining("no key of its own signed it");
      scene.provider().forge(Forgery.SIGNED_WITH_THE_PUBLIC_KEY_AS_A_SECRET);
      assertThat(scene.failure()).hasMessageContaining("no key of its own signed it");
    }
  }

  @Test
  void aProviderThatChangesItsKeyIsFollowed() {
    try (DeskScene scene = DeskScene.usual()) {
      scene.signIn();
      scene.provider().changeKey();
      assertThat(scene.signIn().name()).isEqualTo("anna");
      scene.signIn();
      assertThat(scene.provider().asked(FakeProvider.Endpoint.KEYS)).isEqualTo(2);
    }
  }

  @Test
  void keysNobodyKnowsDoNotHaveTheProviderAskedEachTime() {
    try (DeskScene scene = DeskScene.usual()) {
      scene.provider().forge(Forgery.UNKNOWN_KEY);
      for (int i = 0; i < 5; i++) {
        assertThat(scene.failure().failed()).isTrue();
      }
      assertThat(scene.provider().asked(FakeProvider.Endpoint.KEYS)).isEqualTo(2);
      scene.provider().forge(Forgery.NONE);
      assertThat(scene.signIn().name()).isEqualTo("anna");
    }
  }

  @Test
  void afterAWhileKeysThatChangeOftenAreFetchedAgain() throws InterruptedException {
    Duration between = Duration.ofMillis(200);
    try (DeskScene scene = DeskScene.fetchingKeysEvery(between)) {
      for (int i = 0; i < 4; i++) {
        scene.provider().changeKey();
        Thread.sleep(between.plusMillis(50));
        assertThat(scene.signIn().name()).isEqualTo("anna");
      }
    }
  }
}
