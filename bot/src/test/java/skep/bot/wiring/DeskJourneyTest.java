package skep.bot.wiring;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static skep.bot.local.Chromium.picture;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.local.Chromium;
import skep.secrets.desk.oidc.SignIn;
import skep.secrets.redaction.SecretValue;

/** The Secrets desk in a real browser, from the command in chat to the plan in chat. */
@Tag("browser")
class DeskJourneyTest {
  private static final Pattern LINK =
      Pattern.compile("http://127\\.0\\.0\\.1:\\d+/#link=[A-Za-z0-9_-]+");
  private static Chromium browser;

  @TempDir Path temp;
  private final List<String> problems = new ArrayList<>();
  private VaultTeam team;

  /** A provider that knows at once who sits there. */
  private final class AtOnce implements SignIn {
    @Override
    public Begun begin() {
      return new Begun(
          URI.create(team.address() + "/signed-in?state=s&code=sub-of-you"),
          new Pending("s", "n", SecretValue.of("verifier"), Instant.now()));
    }

    @Override
    public Subject finish(Pending pending, Map<String, List<String>> callback) {
      return new Subject(callback.get("code").getFirst(), "you", Optional.empty());
    }
  }

  @BeforeAll
  static void openBrowser() {
    browser = Chromium.start();
  }

  @AfterAll
  static void closeBrowser() {
    browser.close();
  }

  @BeforeEach
  void start() {
    team = new VaultTeam(temp, Optional.of(new AtOnce()));
  }

  @AfterEach
  void stop() {
    team.close();
    assertThat(problems).as("what the browser complained about").isEmpty();
  }

  private Page tab(int width, int height, ColorScheme scheme) {
    Page page = browser.tab(width, height, scheme);
    page.onConsoleMessage(message -> {
      // That a request was refused is said by the browser, too; each test knows its own.
      if (message.type().equals("error") && !message.text().contains("status of 4")) {
        problems.add(message.text());
      }
    });
    page.onPageError(problems::add);
    return page;
  }

  private void trust(String more) {
    team.commit(
        "skep.yaml",
        VaultTeam.POLICY
            + "secrets:\n  desk: {you: {subject: sub-of-you, chat: "
            + team.chat.userId("you")
            + "}}\n"
            + more);
  }

  private Page signedIn(ColorScheme scheme, int width) {
    Page page = tab(width, 800, scheme);
    page.navigate(team.address());
    page.getByText("Sign in").click();
    assertThat(page.locator("#person")).hasText("you");
    assertThat(page.locator("#count")).containsText("secrets at commit");
    return page;
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private String link(String secret) {
    team.chat.say("you", "ops", "/secrets set " + secret);
    Matcher link = LINK.matcher(team.toldInPrivate("you", "Change `"));
    assertThat(link.find()).isTrue();
    return link.group();
  }

  @Test
  void aLinkFromChatLetsOnePersonChangeOneSecretAndDeployIt() {
    Page page = tab(1000, 800, ColorScheme.LIGHT);
    page.navigate(link("password.txt"));
    assertThat(page.locator("#invitation")).isVisible();
    assertThat(page.url()).as("the secret part is gone from the address").doesNotContain("link");
    button(page, "Open it").click();
    assertThat(page.locator("#secret-name")).hasText("secret/password.txt");

    page.clock().install();
    button(page, "Show for 30 s").click();
    assertThat(page.locator("#value")).hasText("hunter2-hunter2");
    picture(page, "desk-link");
    page.clock().runFor(31_000);
    assertThat(page.locator("#value")).not().containsText("hunter2");

    page.locator("#new-value").fill("a-new-password-1");
    button(page, "Save and deploy").click();
    assertThat(page.locator("#edit-status")).containsText("is saved, commit");
    assertThat(page.locator("#edit-status")).containsText("Asked for /deploy web in #ops");
    assertThat(team.content("secret/password.txt")).isEqualTo("a-new-password-1");

    team.hears("ops", "asked at the Secrets desk for `/deploy web`");
    team.hears("ops", "*web*: 4 to create");
    team.hears("ops-alerts", "looked at `secret/password.txt` at the Secrets desk");
    team.hears("ops-alerts", "changed `secret/password.txt` at the Secrets desk");
    assertThat(team.chat.said("ops-alerts")).noneMatch(it -> it.text().contains("a-new-password"));
  }

  @Test
  void aLinkThatWasUsedIsRefusedAndSaysWhatToDo() {
    String link = link("password.txt");
    Page first = tab(1000, 800, ColorScheme.LIGHT);
    first.navigate(link);
    button(first, "Open it").click();
    assertThat(first.locator("#secret")).isVisible();
    Page second = tab(1000, 800, ColorScheme.LIGHT);
    second.navigate(link);
    button(second, "Open it").click();
    assertThat(second.locator("#status")).containsText("Ask for another in chat");
    team.hears("ops-alerts", "turned somebody away");
  }

  @Test
  void whoSignedInFindsAValueChangesItAndSeesItsHistory() {
    trust("");
    Page page = signedIn(ColorScheme.DARK, 1000);
    assertThat(page.locator("#count")).containsText("4 secrets at commit");
    picture(page, "desk-list-dark");
    page.locator("#filter").fill("token");
    assertThat(page.locator(".file li")).hasCount(1);
    page.locator(".file li button").click();
    assertThat(page.locator("#facts")).containsText("good until 2027-01-31");
    page.locator("#new-value").fill("another-token");
    page.locator("#new-value").press("Tab");
    button(page, "Save").click();
    assertThat(page.locator("#status")).containsText("secret/web.env:TOKEN is saved");
    assertThat(team.content("secret/web.env"))
        .isEqualTo("# expires: 2027-01-31\nTOKEN=another-token\nUSER=somebody-else\n");
    page.locator(".file li button").click();
    page.getByText("History").click();
    assertThat(page.locator("#steps li")).hasCount(2);
    assertThat(page.locator("#steps")).containsText("you: changed TOKEN, Set secret");
  }

  @Test
  void aFileIsTakenByteForByte() {
    trust("");
    Page page = signedIn(ColorScheme.LIGHT, 1000);
    page.getByText("the whole file").nth(1).click();
    assertThat(page.locator("#secret-name")).hasText("secret/tls.pem");
    page.locator("#file")
        .setInputFiles(new FilePayload("tls.pem", "", new byte[] {'a', '\r', '\n', 'b', '\n'}));
    assertThat(page.locator("#file-name")).containsText("5 bytes");
    button(page, "Save").click();
    assertThat(page.locator("#status")).containsText("Mind: it has Windows line ends.");
    assertThat(team.content("secret/tls.pem")).isEqualTo("a\r\nb\n");
  }

  @Test
  void theLaterOfTwoKeepsWhatTheyTypedAndIsToldOfTheEarlier() {
    trust("");
    Page page = signedIn(ColorScheme.LIGHT, 1000);
    page.locator("#filter").fill("token");
    page.locator(".file li button").click();
    page.locator("#new-value").fill("of-you");
    team.commit("secret/web.env", "TOKEN=of-ben-meanwhile\nUSER=somebody-else\n");
    button(page, "Save").click();
    assertThat(page.locator("#edit-status")).containsText("Ben changed this meanwhile");
    assertThat(page.locator("#new-value")).hasValue("of-you");
    assertThat(team.content("secret/web.env")).contains("of-ben-meanwhile");
    button(page, "Show for 30 s").click();
    assertThat(page.locator("#value")).hasText("of-ben-meanwhile");
    button(page, "Save").click();
    assertThat(page.locator("#status")).containsText("is saved");
    assertThat(team.content("secret/web.env")).contains("TOKEN=of-you");
  }

  @Test
  void aNewValueIsMadeByTheEstatesRule() {
    trust("  rules: {\"*:TOKEN\": {generate: {length: 12, alphabet: \"xy\"}}}\n");
    Page page = signedIn(ColorScheme.LIGHT, 1000);
    page.locator("#filter").fill("token");
    page.locator(".file li button").click();
    button(page, "Generate").click();
    assertThat(page.locator("#new-value")).hasValue(Pattern.compile("[xy]{12}"));
    button(page, "Save").click();
    assertThat(page.locator("#status")).containsText("is saved");
    assertThat(team.content("secret/web.env")).containsPattern("TOKEN=[xy]{12}\n");
  }

  @Test
  void wherePolicySaysSoAChangeIsAPullRequestToBeMerged() {
    trust("  save: pull-request\n");
    Page page = signedIn(ColorScheme.LIGHT, 1000);
    page.locator("#filter").fill("token");
    page.locator(".file li button").click();
    page.locator("#new-value").fill("only-proposed");
    button(page, "Save").click();
    assertThat(page.locator("#status"))
        .containsText("It is a pull request, to be merged: https://github.com/team/estate/pull/1");
    assertThat(team.content("secret/web.env")).contains("old-token-value");
    Matcher branch =
        Pattern.compile("(secret/[0-9a-f]{8}) -> trunk: .*TOKEN.*")
            .matcher(team.gitHub.opened().getFirst());
    assertThat(branch.find()).isTrue();
    assertThat(
            new String(
                team.repository
                    .tree(team.repository.resolve(branch.group(1)))
                    .read("secret/web.env")
                    .orElseThrow(),
                java.nio.charset.StandardCharsets.UTF_8))
        .contains("TOKEN=only-proposed");
  }

  @Test
  void namesThatAreMarkupAreShownAndNotObeyed() {
    trust("");
    String name = "secret/<img src=x onerror=document.title='owned'>.env";
    team.commit(name, "A=1-value-of-it\n");
    Page page = signedIn(ColorScheme.LIGHT, 1000);
    page.locator("#filter").fill("onerror");
    page.locator(".file li button").click();
    assertThat(page.locator("#secret-name")).containsText("<img src=x");
    page.getByText("History").click();
    assertThat(page.locator("#steps li")).hasCount(1);
    assertThat(page.title()).isEqualTo("Secrets desk");
    page.navigate(team.address() + "/?q=<script>document.title='owned'</script>#link=<script>");
    assertThat(page.title()).isEqualTo("Secrets desk");
  }

  @Test
  void everythingIsReachedByTheKeyboardAndFitsOnAPhone() {
    trust("");
    Page page = signedIn(ColorScheme.LIGHT, 360);
    page.locator("#filter").focus();
    page.keyboard().type("user");
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    assertThat(page.locator("#secret")).isVisible();
    assertThat(page.locator("#new-value")).isFocused();
    picture(page, "desk-phone");
    page.keyboard().type("typed-blindly");
    page.keyboard().press("Escape");
    assertThat(page.locator("#secret")).not().isVisible();
    assertThat(page.locator("#new-value")).hasValue("");
    Object overflow =
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth");
    assertThat(overflow).isEqualTo(false);
  }

  /** Any web server will do: the page is three files, and says where its desk is. */
  @Test
  void aPageServedElsewhereWorksWithTheDeskBehindAnotherOrigin() throws IOException {
    team.close();
    team =
        new VaultTeam(
            temp.resolve("elsewhere"), Optional.empty(), Optional.of(VaultTeam.freePort()));
    try (StaticSite site = StaticSite.of(team)) {
      Page page = tab(1000, 800, ColorScheme.LIGHT);
      page.navigate(link("password.txt"));
      org.assertj.core.api.Assertions.assertThat(page.url()).startsWith(site.address());
      button(page, "Open it").click();
      button(page, "Show for 30 s").click();
      assertThat(page.locator("#value")).hasText("hunter2-hunter2");
      page.locator("#new-value").fill("from-elsewhere");
      button(page, "Save").click();
      assertThat(page.locator("#edit-status")).containsText("is saved, commit");
      assertThat(team.content("secret/password.txt")).isEqualTo("from-elsewhere");
    }
  }

  @Test
  void signingOutLeavesNothingBehind() {
    trust("");
    Page page = signedIn(ColorScheme.LIGHT, 1000);
    assertThat(page.locator(".file")).hasCount(3);
    button(page, "Sign out").click();
    assertThat(page.locator("#status")).hasText("You are signed out.");
    assertThat(page.locator(".file")).hasCount(0);
    page.reload();
    assertThat(page.getByText("Who are you?")).isVisible();
  }
}
