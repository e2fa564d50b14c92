package skep.bot;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static skep.bot.local.Chromium.picture;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.local.Chromium;
import skep.runbooks.endpoint.GroqReply;
import skep.runbooks.endpoint.GroqServer;

/**
 * A question's whole way: asked, followed up, the cited page opened, marked as solved, and its
 * draft read. The built program, a browser, and an endpoint that answers as Groq does.
 */
@Tag("browser")
class QuestionJourneyIT {
  private static final LocatorAssertions.ContainsTextOptions SOON =
      new LocatorAssertions.ContainsTextOptions().setTimeout(90_000);
  private static final String QUESTION = "@skep the mongo primary keeps stepping down, what now?";
  private static final Pattern BRANCH = Pattern.compile("branch\\s+(runbook/[0-9a-f]{8})");

  @TempDir Path home;
  private GroqServer groq;
  private EstatePages pages;
  private TryProgram skep;
  private Chromium browser;
  private Page you;

  @BeforeEach
  void start() throws Exception {
    groq = new GroqServer();
    skep =
        TryProgram.start(
            home, Map.of("GROQ_API_KEY", GroqServer.KEY, "GROQ_URL", groq.url().toString()));
    pages = new EstatePages(skep.estate());
    pages.linkFromTheEstate();
    browser = Chromium.start();
    you = browser.tab(1280, 860, ColorScheme.LIGHT);
    pages.showIn(you.context());
    you.navigate(skep.url() + "/?as=you");
    assertThat(you.locator("#room-name")).hasText("#ops");
    // Whoever plans has seen the newest commit.
    say("/diff web");
    assertThat(thread()).containsText("2 to create", SOON);
  }

  @AfterEach
  void stop() {
    browser.close();
    skep.close();
    groq.close();
  }

  @Test
  void askFollowUpOpenThePageMarkAsSolvedAndReadTheDraft() {
    groq.replies(
        GroqReply.says("1. Choose the member with the newest `optimeDate` [1]"),
        GroqReply.says("Start the missing members [1-6]."),
        GroqReply.says("The key file had another owner [3].\n\n1. `chown 999 /opt/key` [3]"));
    asked();
    picture(you, "ask-1-answer");

    reply("@skep and how do I look who is there?");
    assertThat(thread()).containsText("Start the missing members", SOON);

    Page page = you.waitForPopup(() -> thread().locator(".body a").first().click());
    assertThat(page.locator("body")).containsText("Recover the MongoDB replica set");
    picture(page, "ask-2-page");

    reply("The key file had another owner. `chown 999 /opt/key` was it");
    Locator answer = thread().locator(".message:has-text('newest optimeDate')").first();
    answer.hover();
    answer.locator("[title='react with :white_check_mark:']").click();
    assertThat(thread()).containsText("A draft of a runbook", SOON);
    picture(you, "ask-3-draft");

    Matcher branch = BRANCH.matcher(thread().innerText());
    assertThat(branch.find()).as(thread().innerText()).isTrue();
    assertThat(pages.draft(branch.group(1)))
        .contains("# the mongo primary keeps stepping down, what now?")
        .contains("## Summary\nThe key file had another owner. [1]")
        .contains("## Steps\n1. `chown 999 /opt/key` [1]");
    theModelIsDown();
  }

  private void theModelIsDown() {
    groq.close();
    say("@skep who renews the certificates of Traefik?");
    assertThat(thread()).containsText("This is what the runbooks say (", SOON);
    assertThat(thread()).containsText("cannot be reached");
    picture(you, "ask-4-model-down");
  }

  /**
   * Asks again, in a thread of its own and a little more urgently, as long as the pages are not
   * read yet.
   */
  private void asked() {
    Pattern answered = Pattern.compile("newest optimeDate|not read yet");
    int asked = 0;
    do {
      asked++;
      say(QUESTION + "?".repeat(asked));
      assertThat(thread().locator(".body").last()).containsText(answered, SOON);
    } while (thread().innerText().contains("not read yet"));
  }

  private void say(String line) {
    you.locator("#room-composer textarea").fill(line);
    you.locator("#room-composer textarea").press("Enter");
    assertThat(thread()).containsText(line, SOON);
  }

  private void reply(String line) {
    you.locator("#thread-composer textarea").fill(line);
    you.locator("#thread-composer textarea").press("Enter");
  }

  private Locator thread() {
    return you.locator("#thread");
  }
}
