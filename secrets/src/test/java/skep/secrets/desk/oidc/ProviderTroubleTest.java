package skep.secrets.desk.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import skep.secrets.desk.FreePort;
import skep.secrets.desk.oidc.FakeProvider.Endpoint;

/** A provider that is down, slow, too much, or says something else. */
class ProviderTroubleTest {
  static Stream<Arguments> troubles() {
    return Stream.of(Endpoint.DISCOVERY, Endpoint.TOKEN, Endpoint.KEYS)
        .flatMap(where -> Stream.of(Trouble.values()).map(trouble -> Arguments.of(where, trouble)));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void theDeskSaysSoInTimeAndGoesOnWhenItIsOver(Endpoint where, Trouble trouble) {
    try (DeskScene scene = DeskScene.impatient()) {
      scene.provider().trouble(where, trouble);
      long began = System.nanoTime();
      assertThat(scene.failure().failed()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isLessThan(DeskScene.SHORT.multipliedBy(5));
      assertThat(scene.provider().asked()).doesNotContain("/elsewhere");
      scene.provider().noTrouble();
      assertThat(scene.signIn().name()).isEqualTo("anna");
    }
  }

  static Stream<Arguments> nonsense() {
    return Stream.of(Endpoint.DISCOVERY, Endpoint.TOKEN, Endpoint.KEYS)
        .flatMap(where ->
            Stream.of(
                    "",
                    "null",
                    "[]",
                    "{}",
                    "\"text\"",
                    "{\"issuer\":5,\"keys\":7,\"access_token\":[],\"id_token\":{}}",
                    "{\"keys\":[null,{\"kty\":\"RSA\",\"n\":\"!\"},{\"kty\":3}]}",
                    "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":\"a.b.c\"}",
                    "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":\"..\"}",
                    "{\"access_token\":\"a\",\"token_type\":9,\"id_token\":\"\"}",
                    "[".repeat(100_000),
                    "{\"a\":".repeat(40_000))
                .map(said -> Arguments.of(where, said)));
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void nonsenseSignsNobodyInAndIsNotQuoted(Endpoint where, String said) {
    try (DeskScene scene = DeskScene.usual()) {
      scene.provider().say(where, said);
      SignInException thrown = scene.failure();
      assertThat(thrown.failed()).isTrue();
      assertThat(thrown.getMessage()).hasSizeLessThan(200);
    }
  }

  @Test
  void aProviderThatIsDownWhenTheBotStartsIsFoundLater() throws IOException {
    int port = FreePort.any();
    OidcClient client =
        new OidcClient(
            URI.create("http://127.0.0.1:" + port),
            FakeProvider.CLIENT,
            Optional.empty(),
            SignInContract.REDIRECT);
    try (OidcSignIn desk = new OidcSignIn(client, DeskScene.SHORT, InstantSource.system())) {
      assertThatThrownBy(desk::begin)
          .isInstanceOf(SignInException.class)
          .hasMessageContaining("cannot be reached");
      try (FakeProvider late = new FakeProvider(JWSAlgorithm.RS256, port)) {
        assertThat(new DeskScene(late, desk).signIn().name()).isEqualTo("anna");
      }
    }
  }

  @Test
  void anIssuerWithoutAProviderIsSomethingToCheck() {
    try (FakeProvider provider = new FakeProvider();
        OidcSignIn desk =
            new OidcSignIn(
                new OidcClient(
                    provider.issuer().resolve("/realms/other"),
                    FakeProvider.CLIENT,
                    Optional.empty(),
                    SignInContract.REDIRECT),
                DeskScene.SHORT,
                InstantSource.system())) {
      assertThatThrownBy(desk::begin).hasMessageContaining("there is no OpenID provider at");
    }
  }

  @Test
  void manyBrowsersDoNotWaitOneBehindTheOtherForASilentProvider() throws Exception {
    try (DeskScene scene = DeskScene.impatient();
        ExecutorService browsers = Executors.newVirtualThreadPerTaskExecutor()) {
      scene.provider().trouble(Endpoint.DISCOVERY, Trouble.SILENT);
      long began = System.nanoTime();
      List<Future<SignInException>> all =
          IntStream.range(0, 20).mapToObj(i -> browsers.submit(scene::failure)).toList();
      for (Future<SignInException> one : all) {
        assertThat(one.get().failed()).isTrue();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isLessThan(DeskScene.SHORT.multipliedBy(5));
    }
  }

  @Test
  void whatTheProviderSaysAboutItselfIsAskedOnce() {
    try (DeskScene scene = DeskScene.usual()) {
      scene.signIn();
      scene.signIn();
      assertThat(scene.provider().asked(Endpoint.DISCOVERY)).isEqualTo(1);
      assertThat(scene.provider().asked(Endpoint.KEYS)).isEqualTo(1);
    }
  }

  @Test
  void afterAnHourTheProviderIsAskedAgainWhatItIs() {
    MovedClock clock = new MovedClock();
    try (FakeProvider provider = new FakeProvider();
        OidcSignIn desk =
            new OidcSignIn(
                new OidcClient(
                    provider.issuer(),
                    FakeProvider.CLIENT,
                    Optional.empty(),
                    SignInContract.REDIRECT),
                DeskScene.SHORT,
                clock)) {
      desk.begin();
      provider.claim("authorization_endpoint", "https://moved.example.org/authorize");
      clock.moveOn(Duration.ofMinutes(59));
      assertThat(desk.begin().redirect()).hasHost("127.0.0.1");
      clock.moveOn(Duration.ofMinutes(2));
      assertThat(desk.begin().redirect()).hasHost("moved.example.org");
    }
  }

  @Test
  void aProviderOfAnotherNameIsNotTheConfiguredOne() {
    try (DeskScene scene = DeskScene.usual()) {
      scene.provider().claim("issuer", scene.provider().issuer() + "/");
      assertThat(scene.failure())
          .hasMessageContaining("calls itself %s/".formatted(scene.provider().issuer()));
      assertThat(scene.provider().asked(Endpoint.AUTHORIZE)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void anEndpointThatOthersCanReadAlongIsNotUsed(String endpoint) {
    try (DeskScene scene = DeskScene.usual()) {
      scene.provider().claim(endpoint, "http://sso.example.org/there?code=1");
      assertThat(scene.failure())
          .hasMessageContaining("not https: http://sso.example.org/there")
          .hasMessageNotContaining("?");
    }
  }

  static Stream<String> endpoints() {
    return Stream.of("authorization_endpoint", "token_endpoint", "jwks_uri");
  }
}
