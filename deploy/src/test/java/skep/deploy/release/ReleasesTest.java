package skep.deploy.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import skep.deploy.release.Release.Actor;
import skep.deploy.release.Release.State;
import skep.deploy.simulated.Options;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Faults;
import skep.deploy.swarm.FaultySwarm;
import skep.secrets.repository.CommitId;

class ReleasesTest {
  private final SteppedClock clock = new SteppedClock();
  private final RecordStore store = new InMemoryRecords(clock);
  private final Releases releases = new Releases(store, clock);

  private static Releases.Draft draft(String stack, String secret) {
    ObjectNode spec = RecordData.object().put("Name", stack + "_app");
    return new Releases.Draft(
        stack,
        new CommitId("0123456789012345678901234567890123456789"),
        "p1",
        Map.of(stack + "_app", spec),
        Map.of(),
        Map.of(secret, "f"),
        new Actor("7Hq", "ann"),
        Consent.of(List.of(new Actor("x9T", "ben"))),
        "message m1",
        List.of("update service web_app", "update service web_db"),
        RecordData.object().put("x", 1),
        Optional.empty());
  }

  private OpenRelease begin(String stack) {
    return releases.begin(draft(stack, "web_password_v1"));
  }

  @Test
  void releasesAreNumberedFromOneWithinTheStack() {
    assertThat(begin("web").release().number()).isEqualTo(1);
    assertThat(begin("web").release().number()).isEqualTo(2);
    assertThat(begin("api").release().number()).isEqualTo(1);
  }

  @Test
  void releasesBegunAtTheSameTimeGetDifferentNumbers() throws Exception {
    Callable<Integer> begin = () -> begin("web").release().number();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var numbers = new java.util.TreeSet<Integer>();
      for (var result : threads.invokeAll(Collections.nCopies(8, begin))) {
        numbers.add(result.get());
      }
      assertThat(numbers).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }
  }

  @Test
  void anEndWhoseAnswerGotLostIsKnownAgainLater() {
    var faults = new Faults();
    try (var swarm = new FaultySwarm(SimulatedSwarm.start(Options.QUICK), faults)) {
      OpenRelease open =
          new Releases(new SwarmRecords(swarm), clock).begin(draft("web", "web_password_v1"));
      faults.on("relabelConfig", 1, new Faults.Fault.FailAfter(ReleasesTest::noQuorum));
      faults.on("config", 1, new Faults.Fault.FailBefore(ReleasesTest::noQuorum));
      assertThatThrownBy(() -> open.end(State.RELEASED, "verified"))
          .isInstanceOf(EngineException.NoQuorum.class);
      clock.pass(java.time.Duration.ofSeconds(9));

      assertThat(open.end(State.RELEASED, "verified").state()).isEqualTo(State.RELEASED);
    }
  }

  private static RuntimeException noQuorum() {
    return new EngineException.NoQuorum("node lost leader status");
  }

  @Test
  void whatWasRecordedIsReadBack() {
    OpenRelease open = begin("web");
    clock.pass(java.time.Duration.ofSeconds(9));
    Release ended = open.end(State.RELEASED, "verified");

    Release read = releases.find("web", 1).orElseThrow();
    assertThat(read).isEqualTo(ended);
    assertThat(read.services().get("web_app").path("Name").asText()).isEqualTo("web_app");
    assertThat(read.consent().by()).containsExactly(new Actor("x9T", "ben"));
    assertThat(read.origin()).isEqualTo("message m1");
    assertThat(read.ended()).contains(clock.instant());
    assertThat(read.outcome()).isEqualTo("verified");
    assertThat(releases.find("web", 2)).isEmpty();
  }

  @Test
  void stepsAreInTheJournalBeforeTheyAreDone() {
    OpenRelease open = begin("web");
    open.starting(List.of(0, 1));
    open.done(List.of(0));

    OpenRelease found = new Releases(store, clock).inFlight("web").getFirst();
    assertThat(found.release().journal())
        .containsExactly("update service web_app: done", "update service web_db: started");
    assertThat(found.wasStarted(1)).isTrue();
    assertThat(found.isDone(1)).isFalse();
    assertThat(found.undertaking().path("x").asInt()).isEqualTo(1);
  }

  @Test
  void theWayBackIsKnownToWhoeverFindsTheRelease() {
    begin("web").failing("web_app does not start");
    assertThat(releases.inFlight("web").getFirst().failure()).contains("web_app does not start");
  }

  @Test
  void thePreviousReleaseIsTheOneThatRuns() {
    begin("web").end(State.RELEASED, "");
    begin("web").end(State.DETACHED, "");
    begin("web").end(State.ROLLED_BACK, "");

    assertThat(releases.latest("web")).map(Release::number).contains(3);
    assertThat(releases.latestVerified("web")).map(Release::number).contains(1);
    assertThat(releases.inEffect("web")).map(Release::number).contains(2);
    assertThat(begin("web").release().previous()).contains(2);
    assertThat(releases.inFlight("web")).hasSize(1);
  }

  @Test
  void afterAReleaseThatNeitherRanNorCameBackNoRecordSaysWhatRuns() {
    begin("web").end(State.RELEASED, "");
    begin("web").end(State.FAILED, "");

    assertThat(releases.inEffect("web")).map(Release::number).contains(2);
    assertThat(begin("web").release().previous()).isEmpty();
  }

  @Test
  void theReleaseInEffectIsKeptHoweverOld() {
    begin("web").end(State.RELEASED, "");
    begin("web").end(State.DETACHED, "");
    for (int i = 3; i <= 25; i++) {
      begin("web").end(State.ROLLED_BACK, "");
    }

    assertThat(releases.prune("web").forgotten()).containsExactly(5, 4, 3);
  }

  @Test
  void nothingIsFreedWhileAKeptReleaseCannotBeRead() {
    for (int i = 1; i <= 20; i++) {
      releases.begin(draft("web", "web_password_v" + i)).end(State.RELEASED, "");
    }
    store.create(
        "skep-release-web-21",
        Map.of(
            "skep.record", "release",
            "skep.stack", "web",
            "skep.release", "21",
            "skep.state", "released"),
        new byte[] {1, 2, 3});

    assertThat(releases.prune("web"))
        .isEqualTo(new Releases.Pruned(List.of(1), java.util.Set.of()));
  }

  @Test
  void twentyAreKeptAndTheLastVerifiedOneHoweverOld() {
    releases.begin(draft("web", "web_password_v0")).end(State.RELEASED, "");
    for (int i = 2; i <= 25; i++) {
      releases.begin(draft("web", "web_password_v" + i)).end(State.ROLLED_BACK, "");
    }

    Releases.Pruned pruned = releases.prune("web");

    assertThat(pruned.forgotten()).containsExactly(5, 4, 3, 2);
    assertThat(pruned.freed())
        .containsExactlyInAnyOrder(
            "web_password_v2", "web_password_v3", "web_password_v4", "web_password_v5");
    assertThat(begin("web").release().number()).isEqualTo(26);
  }

  @Test
  void whoseReleaseWasTakenOverCannotWriteToIt() {
    OpenRelease mine = begin("web");
    OpenRelease theirs = releases.inFlight("web").getFirst();
    theirs.verifying();

    assertThatThrownBy(() -> mine.starting(List.of(0)))
        .isInstanceOf(RecordStore.MovedException.class);
  }

  @Test
  void aStackTooLargeForARecordIsRefusedBeforeAnythingChanges() {
    byte[] noise = new byte[1_500_000];
    new Random(1).nextBytes(noise);
    ObjectNode huge = RecordData.object().put("noise", noise);
    var draft = draft("web", "s");
    var large =
        new Releases.Draft(
            "web",
            draft.commit(),
            "p",
            Map.of("web_app", huge),
            Map.of(),
            Map.of(),
            draft.requestedBy(),
            Consent.NOT_ASKED,
            "",
            List.of(),
            RecordData.object(),
            Optional.empty());

    assertThatThrownBy(() -> releases.begin(large))
        .isInstanceOf(RecordStore.TooLargeException.class);
    assertThat(releases.history("web")).isEmpty();
  }
}
