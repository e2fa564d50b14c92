package skep.secrets.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skep.secrets.desk.oidc.SignIn;
import skep.secrets.desk.oidc.SignInException;
import skep.secrets.redaction.SecretValue;
import skep.secrets.vault.KeyPath;
import skep.secrets.vault.SecretName;

/** What the desk lets nobody do, over HTTP, without a browser's help. */
class DeskTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
  private static final SecretName PASSWORD = name("PASSWORD");
  private static final SecretName TOKEN = name("TOKEN");
  private static final DeskPerson ANNA = new DeskPerson("a1", "anna");
  private static final DeskPerson BEN = new DeskPerson("b1", "ben");
  private static final String FIRST = "%040x".formatted(1);

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final InMemoryWork work = new InMemoryWork();
  private final Links links = new Links(now::get);
  private final Provider provider = new Provider();
  private Desk desk;
  private String address;

  private static SecretName name(String key) {
    return new SecretName("secret/web.env", Optional.of(KeyPath.of(key)));
  }

  /** Takes any answer whose state is the one it gave, for the subject the answer names. */
  private final class Provider implements SignIn {
    @Override
    public Begun begin() {
      return new Begun(
          URI.create("https://id.example.org/authorize"),
          new Pending("the-state", "nonce", SecretValue.of("verifier"), now.get()));
    }

    @Override
    public Subject finish(Pending pending, Map<String, List<String>> callback) {
      if (!callback.getOrDefault("state", List.of()).equals(List.of(pending.state()))) {
        throw SignInException.refused("This answer is to another question.");
      }
      String subject = callback.get("code").getFirst();
      return new Subject(subject, subject, Optional.empty());
    }
  }

  @BeforeEach
  void aDesk() {
    work.put(PASSWORD, "hunter2-hunter2");
    work.put(TOKEN, "token-token");
    work.know("sub-anna", ANNA);
    work.know("sub-ben", BEN);
    // The port is not known before the desk is served: it says what its own address is.
    desk = serve("http://127.0.0.1:%d", Optional.empty());
    address = "http://127.0.0.1:" + desk.port();
  }

  private Desk serve(String own, Optional<URI> page) {
    int port = FreePort.any();
    return Desk.serve(
        port,
        new DeskOptions(URI.create(own.formatted(port)), page),
        work,
        Optional.of(provider),
        links,
        now::get);
  }

  @AfterEach
  void end() {
    desk.close();
  }

  private Browser browser() {
    return new Browser(address);
  }

  private Browser withLink(SecretName name) {
    Browser browser = browser();
    assertThat(browser.open(links.give(name, ANNA)).status()).isEqualTo(200);
    return browser;
  }

  private Browser signedIn(String subject) {
    Browser browser = browser();
    browser.get("/sign-in");
    assertThat(browser.get("/signed-in?state=the-state&code=" + subject).status()).isEqualTo(303);
    return browser.with("X-Skep-Csrf", browser.get("/api/session").json().path("csrf").asText());
  }

  private static String body(SecretName name) {
    return "{\"path\":\"%s\",\"key\":\"%s\",\"base\":\"%s\"}"
        .formatted(name.path(), name.key().orElseThrow(), FIRST);
  }

  private static String edit(SecretName name, String value) {
    return body(name).replace("}", ",\"value\":\"%s\"}".formatted(value));
  }

  private static String asked(SecretName name) {
    return body(name).replaceFirst(",\"base.*", "}");
  }

  // ---- coming in ----

  @Test
  void aLinkOpensItsSecretOnce() {
    Browser browser = withLink(PASSWORD);
    assertThat(browser.post("/api/reveal", body(PASSWORD)).json().path("value").asText())
        .isEqualTo("hunter2-hunter2");
    assertThat(browser.get("/api/secrets").json().path("secrets")).hasSize(1);
    assertThat(work.audit())
        .containsExactly(
            "anna entered by a link to secret/web.env:PASSWORD",
            "anna saw secret/web.env:PASSWORD");
  }

  @Test
  void aLinkThatWasUsedOpensNothing() {
    String token = links.give(PASSWORD, ANNA);
    browser().open(token);
    Browser.Said again = browser().open(token);
    assertThat(again.status()).isEqualTo(403);
    assertThat(again.answer().body()).contains("used before").doesNotContain("PASSWORD");
    assertThat(work.audit()).last().asString().contains("denied: followed a link");
  }

  @Test
  void aLinkOlderThanTenMinutesOpensNothing() {
    String token = links.give(PASSWORD, ANNA);
    now.set(NOON.plus(Links.LIFE));
    assertThat(browser().open(token).status()).isEqualTo(403);
  }

  @Test
  void aLinkFollowedBySomebodyElseIsGoodForNobodyAnyMore() {
    String token = links.give(PASSWORD, ANNA);
    Browser ben = signedIn("sub-ben");
    assertThat(ben.open(token).status()).isEqualTo(403);
    assertThat(browser().open(token).status()).isEqualTo(403);
    assertThat(work.audit())
        .anyMatch(line -> line.startsWith("ben denied: followed a link that was given to anna"));
  }

  @Test
  void aLinkOfWhoIsSignedInOpensTheOneSecretForThem() {
    Browser anna = signedIn("sub-anna");
    assertThat(anna.open(links.give(TOKEN, ANNA)).status()).isEqualTo(200);
    assertThat(anna.get("/api/secrets").json().path("secrets")).hasSize(1);
  }

  @Test
  void lookingAtTheAddressUsesNoLinkUp() {
    String token = links.give(PASSWORD, ANNA);
    browser().get("/#link=" + token);
    browser().get("/?link=" + token);
    assertThat(browser().open(token).status()).isEqualTo(200);
  }

  @Test
  void aLinkOpensNoOtherSecret() {
    Browser browser = withLink(PASSWORD);
    for (String path : List.of("/api/reveal", "/api/save", "/api/history", "/api/generate")) {
      String sent =
          switch (path) {
            case "/api/save" -> edit(TOKEN, "mine");
            case "/api/reveal" -> body(TOKEN);
            default -> asked(TOKEN);
          };
      assertThat(browser.post(path, sent).status()).as(path).isEqualTo(403);
    }
    assertThat(work.value(TOKEN)).isEqualTo("token-token");
    assertThat(work.audit()).filteredOn(line -> line.contains("another secret")).hasSize(4);
  }

  @Test
  void whoSignedInSeesAll() {
    Browser anna = signedIn("sub-anna");
    assertThat(anna.get("/api/secrets").json().path("secrets")).hasSize(2);
    assertThat(anna.get("/api/secrets").answer().body()).doesNotContain("hunter2", "token-token");
  }

  @Test
  void whoTheEstateDoesNotKnowIsToldWhatToAdd() {
    Browser browser = browser();
    browser.get("/sign-in");
    Browser.Said said = browser.get("/signed-in?state=the-state&code=sub-eve");
    assertThat(said.status()).isEqualTo(403);
    assertThat(said.json().path("error").asText()).contains("subject: \"sub-eve\"");
    assertThat(browser.get("/api/secrets").status()).isEqualTo(401);
  }

  @Test
  void anAnswerOfTheProviderInAnotherBrowserSignsNobodyIn() {
    browser().get("/sign-in");
    assertThat(browser().get("/signed-in?state=the-state&code=sub-anna").status()).isEqualTo(403);
  }

  @Test
  void anAnswerOfTheProviderIsGoodOnce() {
    Browser browser = browser();
    browser.get("/sign-in");
    Map<String, String> before = Map.copyOf(browser.cookies());
    assertThat(browser.get("/signed-in?state=the-state&code=sub-anna").status()).isEqualTo(303);
    browser.cookies().clear();
    browser.cookies().putAll(before);
    assertThat(browser.get("/signed-in?state=the-state&code=sub-anna").status()).isEqualTo(403);
  }

  @Test
  void aForgedStateSignsNobodyIn() {
    Browser browser = browser();
    browser.get("/sign-in");
    assertThat(browser.get("/signed-in?state=mine&code=sub-anna").status()).isEqualTo(403);
    assertThat(work.audit()).last().asString().contains("could not sign in");
  }

  @Test
  void aSessionThatWasThereBeforeSigningInIsWorthNothing() {
    Browser victim = browser();
    Browser attacker = withLink(TOKEN);
    victim.cookies().putAll(attacker.cookies());
    victim.get("/sign-in");
    victim.get("/signed-in?state=the-state&code=sub-anna");
    assertThat(victim.get("/api/secrets").status()).isEqualTo(200);
    assertThat(attacker.get("/api/secrets").status()).isEqualTo(401);
    assertThat(victim.cookies().get("skep-desk")).isNotEqualTo(attacker.cookies().get("skep-desk"));
  }

  @Test
  void anInventedSessionIsNone() {
    Browser browser = browser();
    browser.cookies().put("skep-desk", "a".repeat(43));
    assertThat(browser.get("/api/secrets").status()).isEqualTo(401);
  }

  // ---- staying, and going ----

  @Test
  void aSessionEndsWithoutASignOfLife() {
    Browser anna = signedIn("sub-anna");
    now.set(NOON.plus(Session.IDLE).minusSeconds(1));
    assertThat(anna.get("/api/secrets").status()).isEqualTo(200);
    now.set(now.get().plus(Session.IDLE));
    assertThat(anna.get("/api/secrets").status()).isEqualTo(401);
  }

  @Test
  void aSessionEndsAfterEightHoursOfUse() {
    Browser anna = signedIn("sub-anna");
    while (now.get().isBefore(NOON.plus(Session.LONGEST))) {
      assertThat(anna.get("/api/session").json().path("signedIn").asBoolean()).isTrue();
      now.set(now.get().plus(Duration.ofMinutes(10)));
    }
    assertThat(anna.get("/api/secrets").status()).isEqualTo(401);
  }

  @Test
  void whatALinkOpenedEndsTenMinutesLater() {
    Browser browser = withLink(PASSWORD);
    now.set(NOON.plus(Links.LIFE));
    assertThat(browser.post("/api/reveal", body(PASSWORD)).status()).isEqualTo(401);
  }

  @Test
  void signingOutEndsIt() {
    Browser anna = signedIn("sub-anna");
    Map<String, String> before = Map.copyOf(anna.cookies());
    assertThat(anna.post("/api/sign-out", "{}").status()).isEqualTo(200);
    anna.cookies().putAll(before);
    assertThat(anna.get("/api/secrets").status()).isEqualTo(401);
  }

  @Test
  void whoIsNotAllowedAnyMoreIsOutAtTheNextRequest() {
    Browser anna = signedIn("sub-anna");
    work.refuse("anna may not use /secrets");
    assertThat(anna.get("/api/secrets").status()).isEqualTo(403);
    assertThat(anna.post("/api/reveal", body(PASSWORD)).status()).isEqualTo(403);
    assertThat(browser().open(links.give(PASSWORD, ANNA)).status()).isEqualTo(403);
  }

  // ---- other sites ----

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"})
  void aRequestFromAnotherSiteDoesNothing(String origin) {
    Browser anna = signedIn("sub-anna").with("Origin", origin);
    assertThat(anna.post("/api/save", edit(PASSWORD, "mine")).status()).isEqualTo(403);
    assertThat(work.value(PASSWORD)).isEqualTo("hunter2-hunter2");
    assertThat(work.audit()).last().isEqualTo("anna denied: was sent here by another site");
  }

  @Test
  void aRequestWithoutAnOriginDoesNothing() {
    Browser anna = signedIn("sub-anna").without("Origin");
    assertThat(anna.post("/api/save", edit(PASSWORD, "mine")).status()).isEqualTo(403);
  }

  @Test
  void aBrowserThatSaysItWasSentByAnotherSiteIsBelieved() {
    Browser anna = signedIn("sub-anna").with("Sec-Fetch-Site", "cross-site");
    assertThat(anna.post("/api/save", edit(PASSWORD, "mine")).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "undefined"})
  void aRequestWithoutThePagesTokenDoesNothing(String token) {
    Browser anna = signedIn("sub-anna").with("X-Skep-Csrf", token);
    assertThat(anna.post("/api/save", edit(PASSWORD, "mine")).status()).isEqualTo(403);
    assertThat(anna.without("X-Skep-Csrf").post("/api/reveal", body(PASSWORD)).status())
        .isEqualTo(403);
    assertThat(work.audit()).last().asString().contains("without the page's token");
  }

  @Test
  void theTokenOfAnotherSessionIsNone() {
    String bens = signedIn("sub-ben").get("/api/session").json().path("csrf").asText();
    Browser anna = signedIn("sub-anna");
    String ofBen =
        anna.with("X-Skep-Csrf", bens).post("/api/reveal", body(PASSWORD)).answer().body();
    assertThat(ofBen).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
  void whatAFormCouldSendIsNotTaken(String type) {
    Browser anna = signedIn("sub-anna").with("Content-Type", type);
    assertThat(anna.post("/api/save", edit(PASSWORD, "mine")).status()).isEqualTo(415);
  }

  @Test
  void noOtherOriginMayReadAnything() {
    Browser anna = signedIn("sub-anna").with("Origin", "https://evil.example");
    assertThat(anna.get("/api/secrets").header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(anna.ask("OPTIONS", "/api/secrets").status()).isEqualTo(403);
  }

  @Test
  void aPageThatIsServedElsewhereMayWorkFromItsOwnOrigin() {
    desk.close();
    desk = serve("http://127.0.0.1:%d", Optional.of(URI.create("http://127.0.0.1:9")));
    address = "http://127.0.0.1:" + desk.port();
    Browser page = browser().with("Origin", "http://127.0.0.1:9");
    Browser.Said asked = page.ask("OPTIONS", "/api/save");
    assertThat(asked.status()).isEqualTo(204);
    assertThat(asked.header("Access-Control-Allow-Origin")).isEqualTo("http://127.0.0.1:9");
    assertThat(asked.header("Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(asked.header("Vary")).isEqualTo("Origin");
    assertThat(page.open(links.give(PASSWORD, ANNA)).status()).isEqualTo(200);
    assertThat(page.post("/api/save", edit(PASSWORD, "new")).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/desk.js", "/desk.css", "/api/session", "/api/secrets", "/nothing"})
  void everyAnswerIsGuarded(String path) {
    Browser.Said said = browser().get(path);
    assertThat(said.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(said.header("Cache-Control")).isEqualTo("no-store");
    assertThat(said.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(said.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(said.header("X-Frame-Options")).isEqualTo("DENY");
  }

  @Test
  void theSessionsCookieIsOutOfReach() {
    Browser.Said said = browser().open(links.give(PASSWORD, ANNA));
    assertThat(said.header("Set-Cookie")).contains("HttpOnly", "SameSite=Strict", "Path=/");
  }

  @Test
  void behindHttpsCookiesAreOfThisHostAlone() {
    desk.close();
    desk = serve("https://desk.example.org", Optional.empty());
    address = "http://127.0.0.1:" + desk.port();
    Browser browser = browser().with("Origin", "https://desk.example.org");
    Browser.Said said = browser.open(links.give(PASSWORD, ANNA));
    assertThat(said.header("Set-Cookie")).startsWith("__Host-skep-desk=").contains("; Secure");
    assertThat(said.header("Strict-Transport-Security")).isNotEmpty();
  }

  // ---- guessing, and flooding ----

  @Test
  void whoGuessesLinksIsLockedOutAndAWhileLaterNotAnyMore() {
    Browser browser = browser();
    for (int i = 0; i < 10; i++) {
      assertThat(browser.open("guess" + i).status()).isEqualTo(403);
    }
    String good = links.give(PASSWORD, ANNA);
    assertThat(browser.open(good).status()).isEqualTo(429);
    now.set(NOON.plus(Duration.ofMinutes(15)));
    assertThat(browser.open(links.give(PASSWORD, ANNA)).status()).isEqualTo(200);
  }

  @Test
  void lockingOneAddressOutLeavesOthersIn() {
    Browser guesser = browser().with("X-Forwarded-For", "10.9.9.9, 203.0.113.7");
    for (int i = 0; i < 11; i++) {
      guesser.open("guess" + i);
    }
    assertThat(guesser.open("guess").status()).isEqualTo(429);
    Browser other = browser().with("X-Forwarded-For", "203.0.113.7, 203.0.113.8");
    assertThat(other.open(links.give(PASSWORD, ANNA)).status()).isEqualTo(200);
  }

  @Test
  void tooManyRequestsHaveToWait() {
    Browser browser = browser();
    for (int i = 0; i < 120; i++) {
      browser.get("/icon.svg");
    }
    assertThat(browser.get("/").status()).isEqualTo(429);
    now.set(NOON.plusSeconds(11));
    assertThat(browser.get("/").status()).isEqualTo(200);
  }

  @Test
  void nobodyLooksAtAllValuesInAMinute() {
    Browser anna = signedIn("sub-anna");
    for (int i = 0; i < 30; i++) {
      assertThat(anna.post("/api/reveal", body(PASSWORD)).status()).isEqualTo(200);
    }
    assertThat(anna.post("/api/reveal", body(PASSWORD)).status()).isEqualTo(429);
    assertThat(work.audit()).last().asString().contains("very many values");
  }

  // ---- what is sent ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "\"text\"",
        "{\"path\":\"a\",\"other\":1}",
        "{\"path\":1,\"base\":\"x\"}",
        "{\"path\":\"a\",\"path\":\"b\"}",
        "{\"path\":{\"a\":{\"b\":{\"c\":{\"d\":1}}}}}",
        "{\"path\":\"\",\"base\":\"0\"}",
        "{\"path\":\"secret/web.env\",\"base\":\"HEAD\"}",
        "{} {}"
      })
  void aBodyThatIsNotThePagesIsRefusedAndNotRepeated(String body) {
    Browser.Said said = signedIn("sub-anna").post("/api/reveal", body);
    assertThat(said.status()).isEqualTo(400);
    assertThat(said.answer().body()).doesNotContain("Exception", "jackson", "HEAD");
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() {
    Browser.Said said =
        signedIn("sub-anna").post("/api/save", edit(PASSWORD, "x".repeat(Request.LARGEST)));
    assertThat(said.status()).isEqualTo(413);
    assertThat(work.value(PASSWORD)).isEqualTo("hunter2-hunter2");
  }

  @Test
  void bytesThatAreNoTextComeAsBase64() {
    Browser anna = signedIn("sub-anna");
    String sent = body(PASSWORD).replace("}", ",\"base64\":\"//8A\"}");
    assertThat(anna.post("/api/save", sent).status()).isEqualTo(200);
    assertThat(anna.post("/api/reveal", body(PASSWORD)).json().path("base64").asText())
        .isEqualTo("//8A");
    assertThat(anna.post("/api/save", sent.replace("//8A", "?")).status()).isEqualTo(400);
  }

  @Test
  void theLaterOfTwoIsToldOfTheEarlierAndNothingIsLost() {
    Browser anna = signedIn("sub-anna");
    Browser ben = signedIn("sub-ben");
    assertThat(anna.post("/api/save", edit(PASSWORD, "of anna")).status()).isEqualTo(200);
    Browser.Said said = ben.post("/api/save", edit(PASSWORD, "of ben"));
    assertThat(said.status()).isEqualTo(409);
    assertThat(said.json().at("/theirs/commit").asText()).isEqualTo("%040x".formatted(2));
    assertThat(work.value(PASSWORD)).isEqualTo("of anna");
  }

  @Test
  void whatSomebodyMayNotHaveMeantIsSaid() {
    Browser.Said said = signedIn("sub-anna").post("/api/save", edit(PASSWORD, "a value\\n"));
    assertThat(said.json().path("oddities").path(0).asText()).contains("line break");
    assertThat(work.value(PASSWORD)).isEqualTo("a value\n");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,/api/save,405",
    "DELETE,/,405",
    "GET,/api/save,404",
    "GET,/../pom.xml,404",
    "GET,/ui/index.html,404"
  })
  void whatIsNotThereIsNotThere(String method, String path, int status) {
    assertThat(browser().ask(method, path).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://desk.example.org",
        "https://desk.example.org/below",
        "https://user@desk.example.org",
        "ftp://127.0.0.1",
        "desk"
      })
  void anAddressThatIsNotSafeIsRefused(String address) {
    assertThatThrownBy(() -> new DeskOptions(URI.create(address), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
