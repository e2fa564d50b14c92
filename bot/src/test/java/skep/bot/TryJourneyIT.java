package skep.bot;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static skep.bot.local.Chromium.picture;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.local.Chromium;

/**
 * What {@code skep try} is for: two people, one browser, the whole way to the engine and back. The
 * built program, as people start it.
 */
@Tag("browser")
class TryJourneyIT {
  private static final LocatorAssertions.ContainsTextOptions SOON =
      new LocatorAssertions.ContainsTextOptions().setTimeout(90_000);

  @TempDir Path home;

  @Test
  void diffDeployApproveWatchAndRollBack() throws Exception {
    try (TryProgram skep = TryProgram.start(home, Map.of());
        Chromium browser = Chromium.start()) {
      String url = skep.url();
      Page you = browser.tab(1280, 860, ColorScheme.LIGHT);
      you.navigate(url + "/?as=you");
      Page colleague = browser.tab(1280, 860, ColorScheme.DARK);
      colleague.navigate(url + "/?as=colleague");
      assertThat(colleague.locator("#room-name")).hasText("#ops");

      type(you, "/diff web");
      assertThat(answer(you)).containsText("web: 2 to create", SOON);
      picture(you, "try-1-diff");

      type(you, "/deploy web");
      assertThat(approve(you)).isVisible();
      picture(you, "try-2-plan");
      openNewestThread(colleague, "/deploy web");
      approve(colleague).click();
      assertThat(thread(you)).containsText("release 1 is verified", SOON);
      picture(you, "try-3-released");

      refusesOnesOwnPlan(you);
      deployNext(you, colleague);
      rollBack(you, colleague);
      fitsAPhoneInTheDark(browser, url);
      backUp(you);
      askAndAskOn(you);
      alertsTellItAgain(you);
    }
  }

  private static void refusesOnesOwnPlan(Page you) {
    type(you, "/deploy api");
    assertThat(thread(you)).containsText("/deploy api", SOON);
    assertThat(approve(you)).isVisible();
    approve(you).click();
    assertThat(thread(you)).containsText("You asked for this plan yourself", SOON);
    picture(you, "try-6-refused");
  }

  private static void alertsTellItAgain(Page you) {
    you.locator("#rooms button:has-text('ops-alerts')").click();
    assertThat(you.locator("#room .body").first()).containsText("release 1: verified", SOON);
    picture(you, "try-7-alerts");
  }

  private static void fitsAPhoneInTheDark(Chromium browser, String url) {
    Page phone = browser.tab(390, 780, ColorScheme.DARK);
    phone.navigate(url + "/?as=colleague");
    assertThat(phone.locator("#room-name")).hasText("#ops");
    openNewestThread(phone, "/rollback web");
    assertThat(thread(phone)).containsText("release 3 is verified", SOON);
    picture(phone, "try-8-phone-dark");
  }

  private static void deployNext(Page you, Page colleague) {
    type(you, "/deploy web@next");
    assertThat(thread(you)).containsText("/deploy web@next", SOON);
    openNewestThread(colleague, "/deploy web@next");
    approve(colleague).click();
    assertThat(thread(you)).containsText("release 2 is verified", SOON);
  }

  private static void rollBack(Page you, Page colleague) {
    type(you, "/rollback web");
    assertThat(thread(you)).containsText("/rollback web", SOON);
    openNewestThread(colleague, "/rollback web");
    assertThat(approve(colleague)).isVisible();
    picture(colleague, "try-4-rollback-plan");
    approve(colleague).click();
    assertThat(thread(you)).containsText("release 3 is verified", SOON);
    picture(you, "try-5-rolled-back");
  }

  /** The restic of this machine, on a folder beside the sample estate. */
  private static void backUp(Page you) {
    type(you, "/backup now core");
    assertThat(thread(you)).containsText("Backup of core: done", SOON);
    type(you, "/backup verify core");
    assertThat(thread(you)).containsText("1 files compared", SOON);
    type(you, "/backup");
    assertThat(thread(you)).containsText("all 1 fresh", SOON);
    assertThat(you.locator("#thread img").last()).isVisible();
    picture(you, "try-9-backups");
  }

  /** By now the pages are read. No model is there: the passages themselves are shown. */
  private static void askAndAskOn(Page you) {
    type(you, "@skep the mongo primary keeps stepping down, what now?");
    assertThat(thread(you)).containsText("This is what the runbooks say", SOON);
    assertThat(thread(you)).containsText("runbooks/mongodb-replica-set.md");
    picture(you, "try-10-answer");
    Locator reply = you.locator("#thread-composer textarea");
    reply.fill("@skep how do I bake a sourdough bread?");
    reply.press("Enter");
    assertThat(thread(you))
        .containsText(
            Pattern.compile("runbooks (do not )?say.*runbooks (do not )?say", Pattern.DOTALL),
            SOON);
  }

  private static void type(Page page, String line) {
    page.locator("#room-composer textarea").fill(line);
    page.locator("#room-composer textarea").press("Enter");
  }

  private static void openNewestThread(Page page, String line) {
    Locator newest = page.locator("#room .message").last();
    assertThat(newest).containsText(line);
    newest.locator("button.replies").click();
    assertThat(thread(page)).containsText(line);
  }

  private static Locator thread(Page page) {
    return page.locator("#thread");
  }

  private static Locator answer(Page page) {
    return page.locator("#thread .body").last();
  }

  private static Locator approve(Page page) {
    return page.locator(
            "#thread button", new Page.LocatorOptions().setHasText(Pattern.compile("Approve")))
        .last();
  }
}
