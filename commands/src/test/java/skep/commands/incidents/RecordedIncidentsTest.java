package skep.commands.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import skep.commands.access.Access;
import skep.commands.access.Act;
import skep.commands.access.Directory;
import skep.commands.access.Policy;
import skep.commands.chat.Announcer.Announcement;
import skep.commands.chat.Person;
import skep.commands.planning.Estates;
import skep.deploy.estate.AccessPolicy.Capability;
import skep.deploy.incident.Alert;
import skep.deploy.incident.Alert.Severity;
import skep.deploy.incident.Incident;
import skep.deploy.incident.Incident.State;
import skep.deploy.incident.IncidentRecords;
import skep.deploy.incident.Mark;
import skep.deploy.incident.Mark.Sign;
import skep.deploy.release.InMemoryRecords;
import skep.deploy.release.RecordStore;
import skep.deploy.release.Release.Actor;
import skep.deploy.release.SteppedClock;
import skep.deploy.stack.FilesInMemory;
import skep.deploy.swarm.EngineException;
import skep.secrets.repository.CommitId;

class RecordedIncidentsTest {
  private static final Actor ANNA = new Actor("u-anna", "anna");
  private static final Actor EVE = new Actor("u-eve", "eve");

  private final SteppedClock clock = new SteppedClock();
  private final Flaky store = new Flaky(new InMemoryRecords(clock));
  private final List<Announcement> told = new ArrayList<>();
  private final RecordedIncidents incidents = bot();

  private RecordedIncidents bot() {
    return bot(Background.NONE);
  }

  private RecordedIncidents bot(Background background) {
    Access access =
        new Access(
            new Directory() {
              @Override
              public boolean isMember(String room, String person) {
                return false;
              }

              @Override
              public Set<String> roles(String person) {
                return Set.of();
              }
            });
    return new RecordedIncidents(
        new IncidentRecords(store, clock),
        new AlertRoom(told::add, new OneRoom(), access),
        text -> text.replace("hunter2", "(redacted)"),
        background,
        clock);
  }

  /** Anna and Ben may run backups. */
  private static final class OneRoom implements Estates {
    @Override
    public EstateAt at(String ref) {
      Policy.Rule rule =
          new Policy.Rule(Map.of("anna", "u-anna", "ben", "u-ben"), List.of(), List.of());
      Policy policy = new Policy(true, Map.of(Act.BACKUP, rule), Optional.empty(), List.of());
      return new EstateAt(
          new CommitId("1".repeat(40)),
          new FilesInMemory(Map.of()),
          new Rules(policy, Map.of(), _ -> "", List.of(), Optional.of("ops-alerts")),
          List.of());
    }

    @Override
    public boolean contains(CommitId newer, CommitId older) {
      return true;
    }
  }

  /** Records that answer nothing for a while. */
  private static final class Flaky implements RecordStore {
    private final RecordStore behind;
    private boolean away;

    Flaky(RecordStore behind) {
      this.behind = behind;
    }

    private RecordStore there() {
      if (away) {
        throw new EngineException.Unreachable("the engine is gone", new IOException("no route"));
      }
      return behind;
    }

    @Override
    public Stored create(String name, Map<String, String> labels, byte[] data) {
      return there().create(name, labels, data);
    }

    @Override
    public Optional<Stored> find(String name) {
      return there().find(name);
    }

    @Override
    public List<Stored> list(Map<String, String> labels) {
      return there().list(labels);
    }

    @Override
    public Stored relabel(Stored seen, Map<String, String> labels) {
      return there().relabel(seen, labels);
    }

    @Override
    public void remove(Stored seen) {
      there().remove(seen);
    }
  }

  private static Alert late(String what, String... evidence) {
    return new Alert(
        "backup late " + what,
        Capability.BACKUP,
        Severity.CRITICAL,
        what + " is late",
        List.of(evidence),
        "/backup status " + what);
  }

  /** What the room shows: a message's newest text, by what it is told under. */
  private Map<String, String> room() {
    Map<String, String> room = new LinkedHashMap<>();
    told.forEach(one -> room.put(one.key(), one.text()));
    return room;
  }

  private String only() {
    assertThat(room()).hasSize(1);
    return room().values().iterator().next();
  }

  private void pass(Duration time) {
    clock.pass(time);
    incidents.look();
  }

  private Incident open(String key) {
    return incidents.open().stream().filter(one -> one.key().equals(key)).findFirst().orElseThrow();
  }

  private void react(Mark... marks) {
    incidents.marked(incidents.announcements().getFirst(), List.of(marks));
  }

  @Test
  void oneIncidentIsOneMessageUntilItIsResolved() {
    incidents.raise(late("core", "no snapshot for 1 d"));
    clock.pass(Duration.ofHours(1));
    incidents.raise(late("core", "no snapshot for 2 d"));
    assertThat(only())
        .startsWith(":rotating_light: *core is late* · since 23 Nov 12:00 UTC · seen 2 times")
        .contains("no snapshot for 2 d", "Next: `/backup status core`", ":eyes:", ":no_bell:");
    assertThat(told.getLast().room()).isEqualTo("ops-alerts");
    assertThat(told.getLast().persons()).containsExactly("u-anna", "u-ben");

    clock.pass(Duration.ofHours(2));
    incidents.resolve("backup late core", "a snapshot was made");
    assertThat(only())
        .startsWith(
            ":white_check_mark: *core is late* · resolved at 23 Nov 15:00 UTC after 3 h 0 min:"
                + " a snapshot was made")
        .doesNotContain("Next:", "React");
    assertThat(told.getLast().persons()).isEmpty();
    assertThat(incidents.open()).isEmpty();

    incidents.raise(late("core", "again"));
    assertThat(room()).hasSize(2);
  }

  @Test
  void nothingIsResolvedThatWasNotWrong() {
    incidents.resolve("backup late core", "a snapshot was made");
    assertThat(told).isEmpty();
    assertThat(incidents.acknowledge("backup late core", new Person("u-anna", "anna"))).isFalse();
  }

  @Test
  void theBotThatComesAfterForgetsNothingAndSaysNothingNew() {
    incidents.raise(late("core"));
    incidents.acknowledge("backup late core", new Person("u-anna", "anna"));
    Map<String, String> before = room();
    RecordedIncidents next = bot();
    next.look();
    assertThat(room()).isEqualTo(before);
    assertThat(next.announcements()).hasSize(1);

    clock.pass(Duration.ofHours(1));
    next.raise(late("core"));
    assertThat(only()).contains("acknowledged by @anna", "seen 2 times");
  }

  @Test
  void whatABotKeptAndCouldNotTellIsToldByTheNext() {
    new IncidentRecords(store, clock).raise(late("core"), Optional::empty);
    assertThat(told).isEmpty();
    incidents.look();
    assertThat(only()).contains("core is late");
  }

  @Test
  void whatNobodyAcknowledgesIsCalledOutEverySixHoursInOneMessage() {
    incidents.raise(late("core"));
    incidents.raise(late("apps"));
    pass(Duration.ofHours(5));
    assertThat(room()).hasSize(2);
    pass(Duration.ofHours(1));
    assertThat(room()).hasSize(3);
    assertThat(told.getLast().text())
        .startsWith(":bell: Still there at 23 Nov 18:00 UTC:")
        .contains("*core is late*", "*apps is late*", "6 h 0 min", "nobody acknowledged it");
    assertThat(told.getLast().persons()).containsExactly("u-anna", "u-ben");
    RecordedIncidents next = bot();
    next.look();
    assertThat(room()).hasSize(3);
    pass(Duration.ofHours(6));
    assertThat(room()).hasSize(4);
  }

  @Test
  void whatSomebodyAcknowledgedIsCalledOutToThemEveryDay() {
    incidents.raise(late("core"));
    react(new Mark(Sign.ACKNOWLEDGE, ANNA));
    assertThat(only()).startsWith(":eyes: *core is late* · acknowledged by @anna at 23 Nov");
    pass(Duration.ofHours(23));
    assertThat(room()).hasSize(1);
    pass(Duration.ofHours(1));
    assertThat(told.getLast().text()).contains("acknowledged by @anna");
    assertThat(told.getLast().persons()).containsExactly("u-anna");
  }

  @Test
  void whatIsSilencedCallsNobodyAndIsToldAgainWhenTheSilenceEnds() {
    incidents.raise(late("core"));
    react(new Mark(Sign.SILENCE, ANNA));
    pass(Duration.ofHours(12));
    incidents.raise(late("core", "still nothing"));
    assertThat(only())
        .startsWith(":no_bell: *core is late* · silenced by @anna until 24 Nov 12:00 UTC")
        .contains("still nothing", "seen 2 times");
    assertThat(told.getLast().persons()).isEmpty();

    pass(Duration.ofHours(12));
    assertThat(told.getLast().text()).contains(":bell:", "silenced by @anna until now");
    assertThat(told.getLast().persons()).containsExactly("u-anna", "u-ben");
    assertThat(open("backup late core").state()).isEqualTo(new State.Open());
  }

  @Test
  void whatIsResolvedInSilenceIsNotToldAgain() {
    incidents.raise(late("core"));
    react(new Mark(Sign.SILENCE, ANNA));
    incidents.resolve("backup late core", "a snapshot was made");
    pass(Duration.ofDays(2));
    assertThat(only()).startsWith(":white_check_mark:");
    pass(Duration.ofDays(6));
    assertThat(store.list(Map.of())).isEmpty();
  }

  @Test
  void whoMayNotIsNotHeard() {
    incidents.raise(late("core"));
    react(new Mark(Sign.ACKNOWLEDGE, EVE));
    assertThat(open("backup late core").state()).isEqualTo(new State.Open());
    react(new Mark(Sign.ACKNOWLEDGE, EVE), new Mark(Sign.ACKNOWLEDGE, ANNA));
    react(new Mark(Sign.ACKNOWLEDGE, ANNA));
    assertThat(only()).contains("acknowledged by @anna");
  }

  @Test
  void manyAtOnceShareOneMessageBeyondTheFirstFew() {
    for (int i = 0; i < 30; i++) {
      incidents.raise(late("source-%02d".formatted(i)));
    }
    assertThat(room()).hasSize(6);
    String together = told.getLast().text();
    assertThat(together)
        .startsWith(":rotating_light: *25 incidents at once* since 23 Nov 12:00 UTC · 25 open")
        .contains("`/backup status source-05`", "and 5 more");
    assertThat(together.length()).isLessThan(5000);

    incidents.resolve("backup late source-05", "a snapshot was made");
    assertThat(room()).hasSize(6);
    assertThat(told.getLast().text()).contains("24 open, 1 resolved");

    pass(Duration.ofHours(6));
    assertThat(room()).as("one call for all of them").hasSize(7);
    clock.pass(Duration.ofHours(1));
    incidents.raise(late("another"));
    assertThat(room()).as("alone again").hasSize(8);
  }

  @Test
  void manyAtOnceShareTheirPageAndWhatWasDeployedBefore() {
    RecordedIncidents helpful = bot(new OnePage());
    for (int i = 0; i < 8; i++) {
      helpful.raise(late("source-" + i));
    }

    assertThat(told.getFirst().text()).containsOnlyOnce(OnePage.PAGE);
    assertThat(told.getLast().text())
        .contains("incidents at once")
        .containsOnlyOnce(OnePage.PAGE)
        .containsOnlyOnce(OnePage.DEPLOYED);
    for (int i = 0; i < 8; i++) {
      helpful.resolve("backup late source-" + i, "a snapshot was made");
    }
    assertThat(told.getLast().text()).doesNotContain(OnePage.PAGE);
  }

  @Test
  void aReactionToManyIsOneToEachOfThem() {
    for (int i = 0; i < 8; i++) {
      incidents.raise(late("source-" + i));
    }
    String together = open("backup late source-7").announcement();
    incidents.marked(together, List.of(new Mark(Sign.ACKNOWLEDGE, ANNA)));
    assertThat(room().get(together))
        .startsWith(":eyes: *3 incidents at once*")
        .contains("3 acknowledged");
    assertThat(incidents.open())
        .filteredOn(one -> one.state() instanceof State.Acknowledged)
        .hasSize(3);
    for (int i = 5; i < 8; i++) {
      incidents.resolve("backup late source-" + i, "a snapshot was made");
    }
    assertThat(room().get(together)).startsWith(":white_check_mark: *3 incidents at once*");
  }

  @Test
  void whatTheRecordsDoNotTakeIsKeptWhenTheyDo() {
    store.away = true;
    incidents.raise(late("core", "first"));
    incidents.raise(late("core", "second"));
    incidents.raise(late("apps"));
    incidents.resolve("backup late apps", "a snapshot was made");
    assertThat(told).isEmpty();
    store.away = false;
    incidents.look();
    assertThat(only()).contains("core is late", "second");
  }

  @Test
  void whatIsSecretIsNeitherKeptNorTold() {
    incidents.raise(late("core", "password hunter2 is wrong"));
    incidents.resolve("backup late core", "hunter2 was changed");
    assertThat(told).allSatisfy(one -> assertThat(one.text()).doesNotContain("hunter2"));
    assertThat(store.list(Map.of()).getFirst().labels().toString()).doesNotContain("hunter2");
  }

  @Test
  void whatOthersWroteCanNeitherFormatNorNotify() {
    incidents.raise(late("core", "@all ```", "line\nbreak"));
    assertThat(only()).contains("```\n@all '''\nline⏎break\n```");
  }

  @Test
  void moreThanCanBeLookedAfterIsLoggedOnly() {
    for (int i = 0; i < 205; i++) {
      incidents.raise(late("source-" + i));
    }
    assertThat(incidents.open()).hasSize(200);
    assertThat(room()).hasSize(6);
  }

  @Test
  void atATerminalItIsLogged() {
    Incidents.LOGGED.raise(late("core"));
    Incidents.LOGGED.resolve("backup late core", "a snapshot was made");
    assertThat(Incidents.LOGGED.open()).isEmpty();
  }
}
