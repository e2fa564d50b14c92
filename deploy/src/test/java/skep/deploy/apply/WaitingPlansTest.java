package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import skep.deploy.apply.WaitingPlans.Decision;
import skep.deploy.apply.WaitingPlans.Found;
import skep.deploy.apply.WaitingPlans.Waiting;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.release.InMemoryRecords;
import skep.deploy.release.Release.Actor;
import skep.deploy.release.SteppedClock;
import skep.secrets.repository.CommitId;

class WaitingPlansTest {
  private static final Actor ANN = new Actor("7Hq", "ann");
  private static final Actor BEN = new Actor("x9T", "ben");
  private final SteppedClock clock = new SteppedClock();
  private final InMemoryRecords records = new InMemoryRecords(clock);
  private final WaitingPlans plans = new WaitingPlans(records, clock);

  private Waiting waiting(String id) {
    Instant now = clock.instant();
    return new Waiting(
        new Plan(
            id,
            new Plan.Kind.Rollback(41),
            "web",
            new CommitId("0123456789012345678901234567890123456789"),
            List.of(
                new Change(
                    ObjectKind.SERVICE,
                    "web_app",
                    Change.Action.UPDATE,
                    List.of(new Plan.Field("image", Optional.of("a"), Optional.empty())),
                    Optional.of(
                        new Plan.Effect(3, true, List.of("data of v1"), "restarts 3 tasks")),
                    Optional.of(Scene.service("web_app", "ok")),
                    List.of("web_db")),
                Scene.remove(ObjectKind.SECRET, "web_old_v1")),
            List.of(new Plan.Drift(ObjectKind.SERVICE, "web_app", List.of(), "scaled by hand")),
            List.of(new Plan.Lint("web_app", "health", "give it a health check")),
            List.of("deprecated key"),
            Map.of("service/web_app", 17L),
            "swarm-1",
            "policy-1",
            new Plan.Options(Plan.ResolveImage.CHANGED, true, true, Optional.of("app")),
            now,
            now.plus(Duration.ofHours(1))),
        ANN,
        "message m1");
  }

  @Test
  void aPlanIsReadBackAsItWasStored() {
    Waiting stored = waiting("k7x2");
    plans.store(stored);

    assertThat(plans.find("k7x2")).isEqualTo(new Found.Here(stored));
    assertThat(plans.waiting()).containsExactly(stored);
  }

  @Test
  void ofTwoApproversAtTheSameTimeOneWinsAndTheOtherIsToldWho() throws Exception {
    plans.store(waiting("k7x2"));
    Callable<Found> approve = () -> plans.take("k7x2", Decision.APPROVED, BEN);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int winners = 0;
      for (var result : threads.invokeAll(Collections.nCopies(8, approve))) {
        switch (result.get()) {
          case Found.Here _ -> winners++;
          case Found other ->
              assertThat(other).isEqualTo(new Found.Taken(Decision.APPROVED, "ben"));
        }
      }
      assertThat(winners).isEqualTo(1);
    }
    assertThat(plans.waiting()).isEmpty();
  }

  @Test
  void anExpiredPlanIsNotTaken() {
    plans.store(waiting("k7x2"));
    clock.pass(Duration.ofHours(1));

    assertThat(plans.take("k7x2", Decision.APPROVED, BEN))
        .isEqualTo(new Found.Expired(clock.instant()));
    assertThat(plans.prune()).isZero();
    clock.pass(Duration.ofSeconds(1));
    assertThat(plans.prune()).isEqualTo(1);
  }

  @Test
  void whatIsDecidedOrExpiredIsListedAndADamagedRecordHidesNoOther() {
    plans.store(waiting("7k2q"));
    plans.store(waiting("k7x2"));
    plans.take("7k2q", Decision.REJECTED, BEN);
    records.create(
        "skep-plan-2222",
        Map.of("skep.record", "plan", "skep.stack", "web", "skep.state", "approved"),
        new byte[] {1, 2, 3});
    assertThat(plans.decided()).extracting(WaitingPlans.Kept::id).containsExactly("7k2q");
    clock.pass(Duration.ofHours(2));
    assertThat(plans.decided())
        .extracting(WaitingPlans.Kept::id)
        .containsExactlyInAnyOrder("7k2q", "k7x2");
  }

  @Test
  void anIdThatIsNoneIsUnknownWhateverItIs() {
    assertThat(plans.find("nope")).isEqualTo(new Found.Unknown());
    assertThat(plans.find("../../etc")).isEqualTo(new Found.Unknown());
    assertThat(plans.take("К7х2", Decision.APPROVED, BEN)).isEqualTo(new Found.Unknown());
  }

  @Test
  void aPlanIsFoundByTheCommandItWasMadeForWhateverBecameOfIt() {
    plans.store(waiting("7k2q"));
    assertThat(plans.ofOrigin("message m1").orElseThrow().found()).isInstanceOf(Found.Here.class);
    plans.take("7k2q", WaitingPlans.Decision.APPROVED, ANN);
    assertThat(plans.ofOrigin("message m1"))
        .contains(
            new WaitingPlans.Kept(
                "7k2q", "web", "message m1", ANN, new Found.Taken(Decision.APPROVED, ANN.name())));
    assertThat(plans.ofOrigin("message m2")).isEmpty();
  }
}
