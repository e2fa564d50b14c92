package skep.bot.wiring;

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

/** What {@code skep try} is for: two people, one browser, the whole way to the engine and back. */
@Tag("browser")
class TryJourneyTest {
  private static final LocatorAssertions.ContainsTextOptions SOON =
      new LocatorAssertions.ContainsTextOptions().setTimeout(90_000);
  @TempDir Path home;

  @Test
  void diffDeployApproveWatchAndRollBack() {
    TryWiring.Wish wish = new TryWiring.Wish(0, true, home.resolve("try"), true);
    try (TryWiring skep = new TryWiring(new Settings(Map.of()), wish, new KnownSecrets(), _ -> {});
        Chromium browser = Chromium.start()) {
      Page you = browser.tab(1280, 860, ColorScheme.LIGHT);
      you.navigate(skep.url() + "/?as=you");
      Page colleague = browser.tab(1280, 860, ColorScheme.DARK);
      colleague.navigate(skep.url() + "/?as=colleague");
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

      deployNext(you, colleague);
      rollBack(you, colleague);
    }
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
