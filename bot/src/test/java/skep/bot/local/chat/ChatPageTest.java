package skep.bot.local.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static skep.bot.local.Chromium.picture;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import skep.bot.dispatch.Chat.Action;
import skep.bot.dispatch.Chat.Post;
import skep.bot.dispatch.Heard;
import skep.bot.local.Chromium;
import skep.bot.rocketchat.RocketChat;
import skep.bot.rocketchat.RocketChatOptions;
import skep.commands.backup.BoardChart;
import skep.commands.chat.Picture;
import skep.deploy.backup.Entry;
import skep.deploy.backup.History;
import skep.deploy.backup.RunKind;
import skep.deploy.backup.Verdict;

/** People use the page in a real browser; a bot of a few lines answers them. */
@Tag("browser")
class ChatPageTest {
  private static final String PLAN =
      """
      *Plan `7f3a` for `web`* at `4c1d2e9`: 1 service changes, nothing else
      ```diff
      ~ service web_app
      -   image      nginx:1.27@sha256:11aa…
      +   image      nginx:1.28@sha256:9c3f…
      ~   replicas   2 → 3
      ```
      - tasks restart one by one, *the service stays up*
      > no health check: add one, or a broken start is noticed late
      Another person types `/deploy approve 7f3a` or clicks:
      """;

  private static Chromium browser;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private LocalChat server;
  private RocketChat bot;

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
    server =
        LocalChat.start(
            LocalChat.Options.on(0, "Simulated engine: this machine's Docker is no Swarm manager"));
    bot =
        RocketChat.signIn(
            RocketChatOptions.of(URI.create(server.url()), server.botUserId(), server.botToken()));
    bot.listen(Set.of("diff", "deploy", "rollback"), this::answer, new Quiet());
  }

  @AfterEach
  void stop() {
    bot.close();
    server.close();
    assertThat(problems).isEmpty();
  }

  private void answer(Heard heard) {
    if (!(heard.what() instanceof Heard.What.Command(var line)) || !answered.add(heard.id())) {
      return;
    }
    if (line.startsWith("/deploy approve")) {
      String id = bot.post(Post.reply(heard.room().id(), heard.thread(), "⏳ applying"));
      bot.edit(heard.room().id(), id, "✅ *web is release 7*, verified in 4 s");
    } else {
      bot.react(heard.id(), ":eyes:");
      bot.post(
          Post.reply(heard.room().id(), heard.thread(), PLAN)
              .withActions(
                  List.of(
                      new Action("Approve", "/deploy approve 7f3a"),
                      new Action("Reject", "/deploy reject 7f3a"))));
    }
  }

  private static final class Quiet implements RocketChat.Watcher {
    @Override
    public void ready() {}

    @Override
    public void lost(String why) {}

    @Override
    public void refused(String why) {}
  }

  private Page open(String path, int width, int height, ColorScheme scheme) {
    return open(browser.tab(width, height, scheme), path);
  }

  /** A page on a busy machine: all it says over its socket leaves late. */
  private Page openSlow(String path) {
    Page page = browser.tab(1280, 800, ColorScheme.LIGHT);
    page.addInitScript(
        "const send = WebSocket.prototype.send;"
            + "WebSocket.prototype.send = function (frame) {"
            + " setTimeout(() => this.readyState === WebSocket.OPEN && send.call(this, frame), 700);"
            + "};");
    return open(page, path);
  }

  private Page open(Page page, String path) {
    page.onPageError(problems::add);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        problems.add(message.text());
      }
    });
    page.navigate(server.url() + path);
    return page;
  }

  @Test
  void oneAsksAnotherApprovesAndBothSeeItFinish() {
    Page you = open("/", 1280, 800, ColorScheme.LIGHT);
    picture(you, "sign-in");
    you.locator("#sign-in button[data-as=you]").click();
    assertThat(you.locator(".empty button")).hasCount(3);
    picture(you, "empty");
    Page colleague = open("/?as=colleague", 1280, 800, ColorScheme.DARK);
    assertThat(colleague.locator("#room-name")).hasText("#ops");

    you.locator("#room-composer textarea").fill("/deploy web");
    you.locator("#room-composer textarea").press("Enter");
    assertThat(you.locator("#thread .body").last()).containsText("Plan 7f3a for web");
    assertThat(you.locator("#thread pre .plus")).hasText("+   image      nginx:1.28@sha256:9c3f…");
    picture(you, "plan-light");

    colleague.locator("#thread button:has-text('Approve')").click();
    assertThat(you.locator("#thread .body").last()).hasText("✅ web is release 7, verified in 4 s");
    assertThat(colleague.locator("#thread .body").last())
        .hasText("✅ web is release 7, verified in 4 s");
    picture(colleague, "approved-dark");
    assertThat(server.said("ops"))
        .anyMatch(m -> m.by().equals("colleague") && m.text().equals("/deploy approve 7f3a"));
  }

  @Test
  void itFitsAPhone() {
    Page you = open("/?as=you", 390, 780, ColorScheme.LIGHT);
    picture(you, "phone-empty");
    you.locator(".empty button").first().click();
    assertThat(you.locator("#thread .body").last()).containsText("Plan 7f3a for web");
    picture(you, "phone-thread");
    assertThat((Integer) you.evaluate("document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(390);
    you.locator("#close-thread").click();
    assertThat(you.locator("#room .reaction")).hasText("👀1");
    picture(you, "phone-room");
  }

  @Test
  void aLongDiffIsAFileBelowItsHead() {
    Page you = open("/?as=you", 1280, 800, ColorScheme.LIGHT);
    assertThat(you.locator("#room-name")).hasText("#ops");
    String diff =
        "*web*: 900 to update\n```diff\n" + "~ service web_app   image\n".repeat(900) + "```";
    String id = bot.post(Post.in(server.roomId("ops"), diff));
    you.locator("#room .message").first().locator("button.replies").click();
    assertThat(you.locator("#thread a.file")).containsText(id + ".diff");
    picture(you, "long-diff");
    assertThat(you.locator("#thread a.file"))
        .hasAttribute("href", Pattern.compile("^/file-upload/.*[.]diff$"));
  }

  @Test
  void aPictureIsDrawnInItsThread() {
    Page you = open("/?as=you", 1280, 800, ColorScheme.LIGHT);
    assertThat(you.locator("#room-name")).hasText("#ops");
    String thread = server.say("you", "ops", "/backup");
    bot.post(Post.reply(server.roomId("ops"), thread, "*Backups*: all 3 fresh"));
    bot.picture(server.roomId("ops"), thread, new Picture("backups", "Sizes", chart()));
    assertThat(you.locator("#thread .picture img")).hasAttribute("alt", "Sizes");
    assertThat(you.locator("#thread .picture img")).hasAttribute("width", "800");
    you.waitForFunction("document.querySelector('#thread .picture img').naturalWidth === 800");
    picture(you, "picture");
  }

  private static byte[] chart() {
    Instant now = Instant.parse("2026-11-10T08:00:00Z");
    List<Entry> entries =
        IntStream.range(0, 40)
            .mapToObj(day ->
                new Entry(
                    RunKind.BACKUP,
                    now.minus(Duration.ofDays(day)),
                    Duration.ofSeconds(30 + day % 7),
                    "node1",
                    Verdict.GOOD,
                    "a" + day,
                    100,
                    1_000_000_000L - day * 10_000_000L,
                    0,
                    ""))
            .toList();
    return new BoardChart(text -> text)
        .bySource(List.of(new History("core", entries, Set.of())), now)
        .orElseThrow()
        .png();
  }

  @Test
  void whatWasSaidIsNeverTakenForMarkup() {
    server.say(
        "colleague", "ops", "<img src=x onerror=alert(1)> <b>bold</b> [x](javascript:alert(1))");
    Page you = open("/?as=you", 1280, 800, ColorScheme.LIGHT);

    assertThat(you.locator("#room .body"))
        .hasText("<img src=x onerror=alert(1)> <b>bold</b> [x](javascript:alert(1))");
    assertThat(you.locator("#room .body").locator("img, b, a")).hasCount(0);
  }

  @Test
  void aLostConnectionComesBackWithWhatWasMissed() {
    Page you = open("/?as=you", 1280, 800, ColorScheme.LIGHT);
    assertThat(you.locator(".empty button")).hasCount(3);
    server.cutConnections();
    server.say("colleague", "ops", "are you there?");

    assertThat(you.locator("#room .body")).hasText("are you there?");
    server.say("colleague", "ops", "good");
    assertThat(you.locator("#room .body").last()).hasText("good");
  }

  @Test
  void theUpArrowBringsTheLastLineBack() {
    Page you = open("/?as=you", 1280, 800, ColorScheme.LIGHT);
    you.locator("#room-composer textarea").fill("/diff web");
    you.locator("#room-composer textarea").press("Enter");
    you.locator("#room-composer textarea").press("ArrowUp");

    assertThat(you.locator("#room-composer textarea")).hasValue("/diff web");
  }

  @Test
  void switchingTheAccountKeepsTheThreadOpenAndSpeaksAsTheOther() {
    Page page = open("/?as=you", 1280, 800, ColorScheme.LIGHT);
    page.locator(".empty button").first().click();
    assertThat(page.locator("#thread .body").last()).containsText("Plan 7f3a for web");
    page.locator(".switch button[data-as=colleague]").click();
    assertThat(page.locator(".switch button[data-as=colleague]"))
        .hasAttribute("aria-pressed", "true");
    page.locator("#thread button:has-text('Approve')").click();

    assertThat(page.locator("#thread .message").nth(2).locator(".head b")).hasText("colleague");
    assertThat(page.locator("#thread .message").nth(2).locator(".body"))
        .hasText("/deploy approve 7f3a");
  }

  @Test
  void anAnswerOpensItsThreadHoweverLateThePageBeganToListen() {
    Page page = openSlow("/?as=you");
    page.locator(".empty button").first().click();

    assertThat(page.locator("#thread .body").last()).containsText("Plan 7f3a for web");
  }

  @Test
  void anAnswerMissedWhileCutOffOpensItsThread() {
    Page page = openSlow("/?as=you");
    assertThat(page.locator(".empty button")).hasCount(3);
    server.cutConnections();
    String question = server.say("you", "ops", "who is there?");
    server.reply("colleague", "ops", question, "me");

    assertThat(page.locator("#thread .body").last()).hasText("me");
  }
}
