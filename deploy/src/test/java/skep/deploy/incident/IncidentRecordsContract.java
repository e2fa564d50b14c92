package skep.deploy.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import skep.deploy.estate.AccessPolicy.Capability;
import skep.deploy.incident.Alert.Severity;
import skep.deploy.incident.Incident.State;
import skep.deploy.incident.IncidentRecords.Change;
import skep.deploy.incident.Mark.Sign;
import skep.deploy.release.RecordStore;
import skep.deploy.release.Release.Actor;
import skep.deploy.release.SteppedClock;

/** What becomes of an incident, in whichever store it is kept. */
abstract class IncidentRecordsContract {
  private static final Actor ANNA = new Actor("u-anna", "anna");
  private static final Actor BEN = new Actor("u-ben", "ben");
  private static final String KEY = "backup late core node-2";

  protected final SteppedClock clock = new SteppedClock();

  abstract RecordStore store();

  /** A bot has its own; all see the same store. */
  private IncidentRecords bot() {
    return new IncidentRecords(store(), clock);
  }

  private static Alert alert(String... evidence) {
    return new Alert(
        KEY,
        Capability.BACKUP,
        Severity.CRITICAL,
        "core on node-2 is late",
        List.of(evidence),
        "/backup status core");
  }

  private Optional<Change> raise(String... evidence) {
    return bot().raise(alert(evidence), Optional::empty);
  }

  private Incident now() {
    return bot().find(KEY).orElseThrow();
  }

  @Test
  void whatIsFoundAgainIsTheSameIncidentSeenOnceMore() {
    Instant first = clock.instant();
    assertThat(raise("no snapshot since 1 d").orElseThrow().before()).isEmpty();
    clock.pass(Duration.ofHours(1));
    Change again = raise("no snapshot since 2 d").orElseThrow();

    assertThat(again.after()).isEqualTo(now());
    assertThat(now().announcement()).isEqualTo(again.before().orElseThrow().announcement());
    assertThat(now().since()).isEqualTo(first);
    assertThat(now().lastSeen()).isEqualTo(clock.instant());
    assertThat(now().count()).isEqualTo(2);
    assertThat(now().alert()).isEqualTo(alert("no snapshot since 2 d"));
  }

  @Test
  void theSameFoundInTheSameMomentIsNotWorthAWrite() {
    raise("late");
    clock.pass(Duration.ofMinutes(9));
    assertThat(raise("late")).isEmpty();
    clock.pass(Duration.ofMinutes(1));
    assertThat(raise("late").orElseThrow().after().count()).isEqualTo(2);
  }

  @Test
  void foundAnewAfterItWasResolvedItIsAnother() {
    Incident first = raise("late").orElseThrow().after();
    bot().resolve(KEY, "a snapshot was made");
    assertThat(bot().resolve(KEY, "again")).isEmpty();
    assertThat(now().state()).isEqualTo(new State.Resolved(clock.instant(), "a snapshot was made"));
    Incident second = raise("late").orElseThrow().after();

    assertThat(second.generation()).isGreaterThan(first.generation());
    assertThat(second.announcement()).isNotEqualTo(first.announcement());
    assertThat(second.count()).isEqualTo(1);
    assertThat(second.state()).isEqualTo(new State.Open());
  }

  @Test
  void afterEverythingIsForgottenItIsStillAnother() {
    Incident first = raise("late").orElseThrow().after();
    bot().resolve(KEY, "a snapshot was made");
    clock.pass(Duration.ofDays(8));
    bot().prune();
    assertThat(bot().all()).isEmpty();
    assertThat(store().list(Map.of("skep.record", "incident"))).isEmpty();

    assertThat(raise("late").orElseThrow().after().announcement())
        .isNotEqualTo(first.announcement());
  }

  @Test
  void whatIsOpenOrWasJustResolvedIsNotForgotten() {
    raise("late");
    clock.pass(Duration.ofDays(30));
    bot().prune();
    bot().resolve(KEY, "a snapshot was made");
    clock.pass(Duration.ofDays(6));
    bot().prune();
    assertThat(bot().all()).hasSize(1);
  }

  @Test
  void whatIsRaisedAnewWhileItIsForgottenIsKept() {
    raise("late");
    RecordStore.Stored seen = store().list(Map.of("skep.record", "incident")).getFirst();
    RecordStore.Stored going =
        store().relabel(seen, Map.of("skep.record", "incident", "skep.state", "going"));
    assertThat(bot().all()).isEmpty();

    raise("late");
    store().remove(going);

    assertThat(now().count()).isEqualTo(1);
  }

  @Test
  void oneThatWasForgottenByHalvesIsForgotten() {
    raise("late");
    RecordStore.Stored seen = store().list(Map.of("skep.record", "incident")).getFirst();
    store().relabel(seen, Map.of("skep.record", "incident", "skep.state", "going"));
    bot().prune();
    assertThat(store().list(Map.of("skep.record", "incident"))).isEmpty();
  }

  @Test
  void anyStateComesBackAsItWas() {
    raise("late");
    bot().acknowledge(KEY, ANNA);
    assertThat(now().state()).isEqualTo(new State.Acknowledged(ANNA, clock.instant()));
    clock.pass(Duration.ofHours(2));
    Instant until = clock.instant().plus(Duration.ofHours(3));
    bot().silence(KEY, BEN, until);
    assertThat(now().state()).isEqualTo(new State.Silenced(BEN, until));
    assertThat(now().called()).isEqualTo(clock.instant());
    clock.pass(Duration.ofHours(1));
    raise("later");
    assertThat(now().state()).as("updated, and still silent").isInstanceOf(State.Silenced.class);
  }

  @Test
  void ofManyBotsThatFindItAtOnceOneMakesIt() throws Exception {
    Callable<Optional<Change>> finder = () -> raise("late");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Change> changes = new ArrayList<>();
      for (Future<Optional<Change>> one : threads.invokeAll(Collections.nCopies(8, finder))) {
        one.get().ifPresent(changes::add);
      }
      assertThat(changes).hasSize(1);
    }
    assertThat(now().count()).isEqualTo(1);
  }

  @Test
  void ofManyBotsThatWouldCallAtOnceOneDoes() throws Exception {
    raise("late");
    Instant due = clock.instant();
    clock.pass(Duration.ofHours(6));
    Callable<Optional<Change>> caller = () -> bot().call(KEY, one -> one.called().equals(due));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int callers = 0;
      for (Future<Optional<Change>> one : threads.invokeAll(Collections.nCopies(8, caller))) {
        callers += one.get().isPresent() ? 1 : 0;
      }
      assertThat(callers).isEqualTo(1);
    }
  }

  private void marks(Mark... standing) {
    bot().mark(KEY, now().generation(), List.of(standing), List.of(standing));
  }

  @Test
  void aMarkIsActedUponOnceAndTakenBackWithIt() {
    raise("late");
    Mark silence = new Mark(Sign.SILENCE, ANNA);
    marks(silence);
    Instant until = clock.instant().plus(Duration.ofHours(24));
    assertThat(now().state()).isEqualTo(new State.Silenced(ANNA, until));

    clock.pass(Duration.ofHours(24));
    bot().call(KEY, _ -> true);
    assertThat(now().state()).isEqualTo(new State.Open());
    marks(silence);
    assertThat(now().state()).as("it stands there since yesterday").isEqualTo(new State.Open());

    marks();
    marks(silence);
    assertThat(now().state()).as("it was put there anew").isInstanceOf(State.Silenced.class);
    marks();
    assertThat(now().state()).isEqualTo(new State.Open());
  }

  @Test
  void whatIsTakenBackLeavesWhatOthersSaid() {
    raise("late");
    Mark anna = new Mark(Sign.ACKNOWLEDGE, ANNA);
    Mark ben = new Mark(Sign.SILENCE, BEN);
    marks(anna);
    marks(anna, ben);
    assertThat(now().state()).isInstanceOf(State.Silenced.class);
    marks(anna);
    assertThat(now().state())
        .isInstanceOfSatisfying(
            State.Acknowledged.class, state -> assertThat(state.by()).isEqualTo(ANNA));
    marks();
    assertThat(now().state()).isEqualTo(new State.Open());
  }

  @Test
  void whatWasAcknowledgedByACommandIsNotTakenBackByAReactionThatGoes() {
    raise("late");
    marks(new Mark(Sign.ACKNOWLEDGE, BEN));
    bot().acknowledge(KEY, ANNA);
    marks();
    assertThat(now().state())
        .isInstanceOfSatisfying(
            State.Acknowledged.class, state -> assertThat(state.by()).isEqualTo(ANNA));
  }

  @Test
  void aMarkOnTheMessageOfAnEarlierOneSaysNothing() {
    long before = raise("late").orElseThrow().after().generation();
    bot().resolve(KEY, "done");
    raise("late");
    Mark mark = new Mark(Sign.ACKNOWLEDGE, ANNA);
    assertThat(bot().mark(KEY, before, List.of(mark), List.of(mark))).isEmpty();
    assertThat(now().state()).isEqualTo(new State.Open());
  }

  @Test
  void whoseMarkDoesNotCountYetIsHeardWhenItDoes() {
    raise("late");
    Mark mark = new Mark(Sign.ACKNOWLEDGE, ANNA);
    bot().mark(KEY, now().generation(), List.of(mark), List.of());
    assertThat(now().state()).isEqualTo(new State.Open());
    assertThat(now().fresh(List.of(mark))).containsExactly(mark);
    marks(mark);
    assertThat(now().state()).isInstanceOf(State.Acknowledged.class);
    assertThat(now().fresh(List.of(mark))).isEmpty();
  }

  @Test
  void aRecordThatCannotBeReadIsInNobodysWay() {
    raise("late");
    RecordStore.Stored seen = store().list(Map.of("skep.record", "incident")).getFirst();
    store().relabel(seen, Map.of("skep.record", "incident", "skep.incident", "{\"key\":1"));
    assertThat(bot().all()).isEmpty();
    assertThat(raise("late").orElseThrow().after()).isEqualTo(now());
  }

  @Test
  void whatIsTooLongIsCutAndWhatSaysNothingIsRefused() {
    Alert cut =
        new Alert(
            KEY,
            Capability.BACKUP,
            Severity.WARNING,
            "s".repeat(500),
            Collections.nCopies(30, "e".repeat(500)),
            "");
    assertThat(cut.subject()).hasSize(200).endsWith("…");
    assertThat(cut.evidence()).hasSize(8).allMatch(line -> line.length() == 200);
    assertThatThrownBy(
            () -> new Alert(" ", Capability.BACKUP, Severity.WARNING, "late", List.of(), ""))
        .hasMessageContaining("1 to 200 characters");
    assertThatThrownBy(() -> new Alert(KEY, Capability.BACKUP, Severity.WARNING, "", List.of(), ""))
        .hasMessageContaining("does not say what is wrong");
  }
}
