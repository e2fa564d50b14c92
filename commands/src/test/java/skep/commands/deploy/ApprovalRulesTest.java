package skep.commands.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.commands.deploy.World.ANNA;
import static skep.commands.deploy.World.BEN;
import static skep.commands.deploy.World.CLEO;
import static skep.commands.deploy.World.DORA;
import static skep.commands.deploy.World.EVE;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skep.commands.chat.Announcer.Announcement;
import skep.commands.chat.Outcome;
import skep.deploy.estate.Freeze;
import skep.deploy.estate.Freeze.Moment;
import skep.deploy.release.Release;

/** Several yeses, freezes, and what is done in spite of them. */
class ApprovalRulesTest {
  /** The world's clock stands on a Monday at noon. */
  private static final Freeze MONDAYS =
      new Freeze(
          new Freeze.Window.Weekly(
              new Moment(DayOfWeek.MONDAY, LocalTime.of(8, 0)),
              new Moment(DayOfWeek.TUESDAY, LocalTime.of(6, 0)),
              ZoneOffset.UTC),
          List.of(),
          "auditors are here");

  private final World world = new World();

  @AfterEach
  void end() {
    world.close();
  }

  private Outcome.Waiting asked() {
    Outcome outcome = world.says(ANNA, "/deploy web");
    assertThat(outcome).isInstanceOf(Outcome.Waiting.class);
    return (Outcome.Waiting) outcome;
  }

  private Release released() {
    return world.releases.latest("web").orElseThrow();
  }

  private List<Announcement> announced() {
    return List.copyOf(world.announced);
  }

  @Test
  void whereTwoAreNeededOneIsNotEnough() {
    world.estate.approvalsNeeded(2);
    world.estate.push("nginx:1");
    Outcome.Waiting waiting = asked();
    assertThat(waiting.text()).contains("waits for 2 approvals by anna, ben, cleo");

    Outcome first = world.says(BEN, waiting.next());
    assertThat(first).isInstanceOf(Outcome.Waiting.class);
    assertThat(first.text()).contains("1 of 2 approvals", "@ben");
    assertThat(world.image("web_app")).isEmpty();

    assertThat(world.says(CLEO, waiting.next())).isInstanceOf(Outcome.Done.class);
    assertThat(released().consent().by()).map(Release.Actor::id).containsExactly("u-ben", "u-cleo");
    assertThat(world.says(EVE, "/deploy history web").text()).contains("by @ben and @cleo");
  }

  @Test
  void anotherCommitAndAnOptionMayNeedARightOfTheirOwn() {
    world.estate.argumentRule("@", "u-ben");
    world.estate.push("nginx:1");
    world.estate.push("try", "nginx:2");
    Outcome refused = world.says(ANNA, "/deploy web@try");
    assertThat(refused).isInstanceOf(Outcome.Refused.class);
    assertThat(refused.text())
        .contains("@anna may not deploy at another commit than the default branch's", "u-ben");
    assertThat(world.says(ANNA, "/deploy all@try").text()).contains("at another commit");
    assertThat(world.says(ANNA, "/deploy web")).isInstanceOf(Outcome.Waiting.class);
    assertThat(world.says(BEN, "/deploy web@try")).isInstanceOf(Outcome.Waiting.class);
    assertThat(world.says(EVE, "/deploy access why @anna").text())
        .contains("• deploy: yes", "• deploy at another commit than the default branch's: no.");
  }

  @Test
  void aRightToAnArgumentThatIsTakenAwayMeanwhileStopsThePlan() {
    world.estate.push("nginx:1");
    Outcome asked = world.says(ANNA, "/deploy web --detach");
    assertThat(asked).isInstanceOf(Outcome.Waiting.class);
    world.estate.argumentRule("--detach", "u-ben");
    world.estate.push("nginx:1");
    assertThat(world.says(CLEO, ((Outcome.Waiting) asked).next()).text())
        .contains("Who asked may not any more", "with --detach");
    assertThat(world.image("web_app")).isEmpty();
  }

  @Test
  void theSamePersonsSecondYesCountsNothing() {
    world.estate.approvalsNeeded(2);
    world.estate.push("nginx:1");
    Outcome.Waiting waiting = asked();
    world.says(BEN, waiting.next());
    assertThat(world.says(BEN, waiting.next()).text()).contains("1 of 2 approvals");
    assertThat(world.image("web_app")).isEmpty();
  }

  @Test
  void theYesOfSomebodyWhoLostTheRightSinceCountsNothing() {
    world.estate.approvalsNeeded(2);
    world.estate.push("nginx:1");
    Outcome.Waiting waiting = asked();
    world.leads.add("u-dora");
    world.says(DORA, waiting.next());
    world.leads.remove("u-dora");
    assertThat(world.says(CLEO, waiting.next()).text())
        .contains("1 of 2 approvals", "@cleo")
        .doesNotContain("@dora");
    assertThat(world.image("web_app")).isEmpty();
  }

  @Test
  void inAFreezeAPlanIsMadeAndNobodysYesCarriesItOut() {
    world.estate.freeze(MONDAYS);
    world.estate.push("nginx:1");
    Outcome.Waiting waiting = asked();
    assertThat(waiting.text())
        .contains("*web* is frozen until 2026-11-24 06:00 UTC: `auditors are here`");
    Outcome outcome = world.says(BEN, waiting.next());
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused) outcome).next())
        .isEqualTo("/deploy break-glass " + waiting.plan() + " <why>");
    assertThat(world.image("web_app")).isEmpty();
  }

  @Test
  void aStackWithoutApprovalWaitsInAFreezeToo() {
    world.estate.freeze(MONDAYS);
    world.estate.approval(false);
    world.estate.push("nginx:1");
    assertThat(asked().text()).contains("is frozen until");
    assertThat(world.says(ANNA, "/deploy web --yes").text()).contains("--yes does not count");
    assertThat(world.image("web_app")).isEmpty();
  }

  @Test
  void goingBackIsNotFrozen() {
    world.estate.push("nginx:1");
    world.deployed("web");
    world.estate.push("nginx:2");
    world.deployed("web");
    world.estate.freeze(MONDAYS);
    world.estate.push("nginx:3");
    assertThat(world.agreed("/rollback web")).isInstanceOf(Outcome.Done.class);
    assertThat(world.image("web_app")).contains("nginx:1");
  }

  @Test
  void whoBreaksTheGlassActsAloneAndEverybodySkippedHearsOfIt() {
    world.estate.freeze(MONDAYS);
    world.estate.approvalsNeeded(2);
    world.estate.alerts("ops-alerts");
    world.estate.push("nginx:1");
    Outcome.Waiting waiting = asked();

    Outcome outcome =
        world.says(ANNA, "/deploy break-glass " + waiting.plan() + " the shop is down");
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(world.image("web_app")).contains("nginx:1");
    assertThat(released().consent().brokeGlass()).contains("the shop is down");
    assertThat(world.says(EVE, "/deploy history web").text())
        .contains("glass broken by @anna: `the shop is down`");
    assertThat(announced())
        .filteredOn(news -> news.text().contains("breaks the glass"))
        .extracting(Announcement::room)
        .containsExactly("ops-alerts", "ops-leads");
    assertThat(announced())
        .filteredOn(news -> news.text().contains("breaks the glass"))
        .allSatisfy(news -> assertThat(news.persons()).contains("u-ben", "u-cleo"));
  }

  @Test
  void whoMayNotBreakTheGlassIsToldWhoMay() {
    world.estate.push("nginx:1");
    Outcome.Waiting waiting = asked();
    Outcome outcome = world.says(BEN, "/deploy break-glass " + waiting.plan() + " hurry");
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(outcome.text()).contains("@ben may not break-glass", "allows it to anna");
    assertThat(world.image("web_app")).isEmpty();
  }

  @Test
  void aBrokenGlassWithoutAReasonIsNoCommand() {
    world.estate.push("nginx:1");
    Outcome.Waiting waiting = asked();
    assertThat(world.says(ANNA, "/deploy break-glass " + waiting.plan()))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(world.image("web_app")).isEmpty();
  }

  @Test
  void theAlertRoomHearsOfADeploymentInOneMessageThatIsRewritten() {
    world.estate.alerts("ops-alerts");
    world.estate.push("nginx:1");
    Outcome.Waiting waiting = asked();
    world.says(BEN, waiting.next());

    assertThat(announced()).extracting(Announcement::key).containsOnly(waiting.plan());
    assertThat(announced()).extracting(Announcement::room).containsOnly("ops-alerts");
    assertThat(announced().stream().map(Announcement::text).toList())
        .satisfiesExactly(
            asks -> assertThat(asks).contains("@anna asks to deploy", "waits for approval by"),
            begins -> assertThat(begins).contains("under way", "approved by @ben"),
            ends ->
                assertThat(ends)
                    .contains(
                        ":white_check_mark: *web* release 1: verified",
                        "asked by @anna, approved by @ben"));
    assertThat(announced()).extracting(Announcement::origin).doesNotContain(Optional.empty());
  }

  @Test
  void theAlertRoomHearsOfARejection() {
    world.estate.alerts("ops-alerts");
    world.estate.push("nginx:1");
    Outcome.Waiting waiting = asked();
    world.says(BEN, "/deploy reject " + waiting.plan());
    assertThat(announced().getLast().text()).contains("was rejected by @ben");
  }

  @Test
  void theAlertRoomHearsOfADeploymentThatCouldNotBegin() {
    world.estate.alerts("ops-alerts");
    world.estate.push("nginx:1");
    Outcome.Waiting waiting = asked();
    world.lockRecords.breaks(true);
    assertThat(world.says(BEN, waiting.next())).isInstanceOf(Outcome.Failed.class);
    assertThat(announced().getLast().text()).contains("not begun, something broke");
  }
}
