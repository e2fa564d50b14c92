package skep.secrets.desk.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import skep.secrets.desk.oidc.SignIn.Begun;
import skep.secrets.desk.oidc.SignIn.Pending;
import skep.secrets.desk.oidc.SignIn.Subject;
import skep.secrets.redaction.SecretValue;

/** What signing in is like, with every provider. */
abstract class SignInContract {
  static final URI REDIRECT = URI.create("http://127.0.0.1:4711/callback");
  static final Duration DEADLINE = Duration.ofSeconds(20);

  /** The desk at a provider that knows the {@link Person}s. */
  abstract OidcSignIn desk(InstantSource clock);

  /** A new browser goes there, the person signs in, and this is where it is sent back to. */
  abstract URI browse(URI redirect, Person person);

  @Test
  void whoSignsInIsKnownByIdNameAndEmail() {
    try (OidcSignIn desk = desk()) {
      assertThat(signedIn(desk, Person.ANNA))
          .isEqualTo(new Subject(Person.ANNA.id(), "anna", Optional.of("anna@example.org")));
    }
  }

  @Test
  void anAddressNobodyVerifiedIsNotToldAsTheirs() {
    try (OidcSignIn desk = desk()) {
      assertThat(signedIn(desk, Person.BEN))
          .isEqualTo(new Subject(Person.BEN.id(), "ben", Optional.empty()));
    }
  }

  @Test
  void manySignInAtATimeAndEachIsWhoTheyAre() throws Exception {
    try (OidcSignIn desk = desk();
        ExecutorService browsers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Person> people =
          IntStream.range(0, 12).mapToObj(i -> i % 2 == 0 ? Person.ANNA : Person.BEN).toList();
      List<Future<Subject>> subjects =
          people.stream().map(it -> browsers.submit(() -> signedIn(desk, it))).toList();
      for (int i = 0; i < people.size(); i++) {
        assertThat(subjects.get(i).get().id()).isEqualTo(people.get(i).id());
      }
    }
  }

  @Test
  void theBrowserIsSentWithAChallengeAndNeverWithWhatItIsMadeOf() {
    try (OidcSignIn desk = desk()) {
      Begun begun = desk.begin();
      assertThat(query(begun.redirect()))
          .containsEntry("response_type", List.of("code"))
          .containsEntry("code_challenge_method", List.of("S256"))
          .containsEntry("redirect_uri", List.of(REDIRECT.toString()))
          .containsEntry("state", List.of(begun.pending().state()))
          .containsEntry("nonce", List.of(begun.pending().nonce()));
      String verifier = verifier(begun.pending());
      assertThat(verifier).hasSizeGreaterThanOrEqualTo(43);
      assertThat(begun.redirect().toString()).doesNotContain(verifier);
      assertThat(begun.toString()).doesNotContain(verifier);
      assertThat(begun.pending().toString())
          .doesNotContain(begun.pending().state(), begun.pending().nonce(), verifier);
      assertThat(desk.begin().pending()).isNotEqualTo(begun.pending());
    }
  }

  @Test
  void anAnswerWithAnotherStateIsRefused() {
    try (OidcSignIn desk = desk()) {
      Begun begun = desk.begin();
      Map<String, List<String>> callback = answer(begun, Person.ANNA);
      callback.put("state", List.of(begun.pending().state() + "x"));
      assertRefused(desk, begun.pending(), callback, "belongs to another sign-in");
      callback.remove("state");
      assertRefused(desk, begun.pending(), callback, "belongs to another sign-in");
    }
  }

  @Test
  void anAnswerBroughtToAnotherBrowserIsRefused() {
    try (OidcSignIn desk = desk()) {
      Map<String, List<String>> hers = answer(desk.begin(), Person.ANNA);
      assertRefused(desk, desk.begin().pending(), hers, "belongs to another sign-in");
    }
  }

  @Test
  void anotherBrowsersCodeWithTheRightStateIsRefusedByTheProvider() {
    try (OidcSignIn desk = desk()) {
      Begun victim = desk.begin();
      Map<String, List<String>> callback = answer(desk.begin(), Person.BEN);
      callback.put("state", List.of(victim.pending().state()));
      assertRefused(desk, victim.pending(), callback, "does not take its code back");
    }
  }

  @Test
  void aCodeSignsInOnce() {
    try (OidcSignIn desk = desk()) {
      Begun begun = desk.begin();
      Map<String, List<String>> callback = answer(begun, Person.ANNA);
      assertThat(desk.finish(begun.pending(), callback).name()).isEqualTo("anna");
      assertRefused(desk, begun.pending(), callback, "does not take its code back");
    }
  }

  @Test
  void aCodeTheProviderNeverGaveIsRefused() {
    try (OidcSignIn desk = desk()) {
      Begun begun = desk.begin();
      Map<String, List<String>> callback = answer(begun, Person.ANNA);
      callback.put("code", List.of("a-code-of-nobody"));
      assertRefused(desk, begun.pending(), callback, "does not take its code back");
    }
  }

  @Test
  void anotherVerifierProvesNothing() {
    try (OidcSignIn desk = desk()) {
      Begun begun = desk.begin();
      Pending kept = begun.pending();
      Pending altered =
          new Pending(kept.state(), kept.nonce(), SecretValue.of("v".repeat(43)), kept.began());
      assertRefused(desk, altered, answer(begun, Person.ANNA), "does not take its code back");
    }
  }

  @Test
  void aTokenForAnotherNonceSignsNobodyIn() {
    try (OidcSignIn desk = desk()) {
      Begun begun = desk.begin();
      Pending kept = begun.pending();
      Pending altered = new Pending(kept.state(), "nonce-of-nobody", kept.verifier(), kept.began());
      SignInException thrown = thrown(desk, altered, answer(begun, Person.ANNA));
      assertThat(thrown).hasMessageContaining("answers another sign-in");
      assertThat(thrown.failed()).isTrue();
    }
  }

  @Test
  void anAnswerFromAnotherProviderIsRefused() {
    try (OidcSignIn desk = desk()) {
      Begun begun = desk.begin();
      Map<String, List<String>> callback = answer(begun, Person.ANNA);
      callback.put("iss", List.of("https://sso.example.net"));
      assertRefused(desk, begun.pending(), callback, "comes from another sign-in server");
      callback.remove("iss");
      assertRefused(desk, begun.pending(), callback, "comes from another sign-in server");
    }
  }

  @Test
  void afterTenMinutesOneBeginsOnceMore() {
    try (OidcSignIn desk = desk();
        OidcSignIn later =
            desk(InstantSource.offset(InstantSource.system(), Duration.ofSeconds(601)))) {
      Begun begun = desk.begin();
      Map<String, List<String>> callback = answer(begun, Person.ANNA);
      assertRefused(later, begun.pending(), callback, "took too long");
      // The code was not spent on that.
      assertThat(desk.finish(begun.pending(), callback).name()).isEqualTo("anna");
    }
  }

  OidcSignIn desk() {
    return desk(InstantSource.system());
  }

  Subject signedIn(OidcSignIn desk, Person person) {
    Begun begun = desk.begin();
    return desk.finish(begun.pending(), answer(begun, person));
  }

  /** What the browser comes back with; the test may change it. */
  Map<String, List<String>> answer(Begun begun, Person person) {
    URI back = browse(begun.redirect(), person);
    assertThat(back.toString()).startsWith(REDIRECT + "?");
    return query(back);
  }

  static Map<String, List<String>> query(URI address) {
    return new HashMap<>(URLUtils.parseParameters(address.getRawQuery()));
  }

  static String verifier(Pending pending) {
    return new String(pending.verifier().reveal(), UTF_8);
  }

  static SignInException thrown(
      OidcSignIn desk, Pending pending, Map<String, List<String>> callback) {
    SignInException thrown =
        catchThrowableOfType(SignInException.class, () -> desk.finish(pending, callback));
    assertThat(thrown).as("nobody must be signed in").isNotNull();
    assertThat(thrown).hasNoCause();
    callback.getOrDefault("code", List.of()).stream()
        .filter(code -> !code.isEmpty())
        .forEach(code -> assertThat(thrown.getMessage()).doesNotContain(code));
    assertThat(thrown.getMessage())
        .doesNotContain(pending.state(), pending.nonce(), verifier(pending));
    return thrown;
  }

  static void assertRefused(
      OidcSignIn desk, Pending pending, Map<String, List<String>> callback, String why) {
    SignInException thrown = thrown(desk, pending, callback);
    assertThat(thrown).hasMessageContaining(why);
    assertThat(thrown.failed()).as(thrown.getMessage()).isFalse();
  }
}
