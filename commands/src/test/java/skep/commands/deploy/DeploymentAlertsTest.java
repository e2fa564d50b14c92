package skep.commands.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skep.commands.chat.Announcer.Announcement;
import skep.commands.incidents.OnePage;
import skep.deploy.apply.WaitingPlans.Found;
import skep.deploy.apply.WaitingPlans.Kept;
import skep.deploy.release.Release;
import skep.deploy.release.Release.Actor;
import skep.deploy.release.Release.State;

class DeploymentAlertsTest {
  private static final Kept PLAN =
      new Kept("p1", "web", "", new Actor("u1", "anna"), new Found.Expired(Instant.EPOCH));

  private final List<Announcement> told = new ArrayList<>();
  private final World.Estate estate = new World.Estate();
  private final OnePage page = new OnePage();
  private final DeploymentAlerts alerts =
      new DeploymentAlerts(told::add, estate, (_, _) -> {}, _ -> {}, page);

  @BeforeEach
  void anAlertRoom() {
    estate.alerts("ops-alerts");
    estate.push("app:1");
  }

  @Test
  void aFailedOneComesWithItsPageWhatWasDeployedBeforeAndTheWayBack() {
    alerts.late(PLAN, ended(State.FAILED));

    assertThat(told.getFirst().text())
        .startsWith(":x: *web* release 7: failed, a person must look")
        .endsWith("\n%s\n%s\nBack: `/rollback web`".formatted(OnePage.PAGE, OnePage.DEPLOYED));
    assertThat(page.asked()).containsExactly("web was not deployed: web_app does not come up");
  }

  @Test
  void whatWasTakenBackNeedsNoWayBack() {
    alerts.late(PLAN, ended(State.ROLLED_BACK));

    assertThat(told.getFirst().text())
        .startsWith(":rewind: *web* release 7")
        .contains(OnePage.PAGE)
        .doesNotContain("/rollback");
  }

  @Test
  void whatWentWellNeedsNoPage() {
    alerts.late(PLAN, ended(State.RELEASED));

    assertThat(told.getFirst().text()).doesNotContain(OnePage.PAGE, "/rollback");
  }

  private static Optional<Release> ended(State state) {
    return Optional.of(FailureIssueTest.release(state, "web_app does not come up"));
  }
}
