package skep.commands.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.commands.Commands;
import skep.commands.access.Access;
import skep.commands.access.Act;
import skep.commands.access.Directory;
import skep.commands.access.Policy;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Picture;
import skep.commands.chat.Room;
import skep.commands.incidents.Incidents;
import skep.commands.planning.Estates;
import skep.deploy.backup.LocalBackups;
import skep.deploy.backup.Report;

/** A team talks to {@code /backup}; the files, restic and the repository are real. */
final class BackupCommandTest {
  private static final Person ANNA = new Person("u-anna", "anna");
  private static final Person BEN = new Person("u-ben", "ben");
  private static final Person EVE = new Person("u-eve", "eve");

  @TempDir private Path folder;
  private LocalBackups local;
  private Commands commands;
  private BackupRounds rounds;
  private final List<Picture> pictures = new ArrayList<>();
  private final List<Report> told = new ArrayList<>();

  private static final class NoRooms implements Directory {
    @Override
    public boolean isMember(String room, String person) {
      return false;
    }

    @Override
    public Set<String> roles(String person) {
      return Set.of();
    }

    @Override
    public Optional<Person> named(String username) {
      return Optional.empty();
    }
  }

  @BeforeEach
  void aTeam() {
    local = new LocalBackups(folder);
    local.write("etc/app.conf", "port = 1\n");
    local.write("data", "x".repeat(10_000));
    Policy.Rule both =
        new Policy.Rule(Map.of("anna", ANNA.id(), "ben", BEN.id()), List.of(), List.of());
    Estates estates = new OneCommit(local::policy, Map.of(Act.BACKUP, both, Act.APPROVE, both));
    BackupNews news = new BackupNews(Incidents.LOGGED, _ -> {}, told::add, local.now::get);
    BackupWork work = new BackupWork(estates, (_, _) -> local.backups, news, local.now::get);
    rounds = new BackupRounds(work, news, Incidents.LOGGED, Runnable::run, local.now::get);
    BackupCommand command =
        new BackupCommand(
            estates, new Access(new NoRooms()), work, new BoardChart(text -> text), local.now::get);
    commands = new Commands(Map.of("backup", command), text -> text);
  }

  private Outcome says(Person who, String line) {
    local.now.updateAndGet(time -> time.plusSeconds(60));
    String id = UUID.randomUUID().toString();
    return commands.handle(
        new Invocation(
            id,
            who,
            new Room("r-ops", "ops", false),
            id,
            line,
            local.now.get(),
            new Invocation.Progress() {
              @Override
              public void show(String text) {}

              @Override
              public void attach(Picture picture) {
                pictures.add(picture);
              }
            }));
  }

  private Outcome done(String line) {
    Outcome outcome = says(ANNA, line);
    assertThat(outcome).as(line).isInstanceOf(Outcome.Done.class);
    return outcome;
  }

  private String snapshot() {
    done("/backup now core");
    return local
        .backups
        .histories()
        .get("core")
        .newest(skep.deploy.backup.RunKind.BACKUP, LocalBackups.HOST)
        .orElseThrow()
        .snapshot()
        .substring(0, 8);
  }

  @Test
  void whoeverIsNotNamedMayNotAskForAnything() {
    assertThat(says(EVE, "/backup now core")).isInstanceOf(Outcome.Refused.class);
    assertThat(says(EVE, "/backup")).isInstanceOf(Outcome.Refused.class);
    assertThat(local.backups.histories()).isEmpty();
  }

  @Test
  void aBackupIsMadeProvenAndSeenOnTheBoard() {
    String snapshot = snapshot();

    assertThat(done("/backup verify core").text()).contains("2 files compared", "all as they were");
    assertThat(done("/backup verify").text()).contains("part 1 of 2");
    assertThat(done("/backup").text()).contains("core", LocalBackups.HOST, snapshot);
    assertThat(done("/backup status core").text()).contains(snapshot);
    assertThat(done("/backup list core").text()).contains(snapshot);
    assertThat(done("/backup retention core").text()).contains("All 1 snapshots");
    assertThat(pictures).isNotEmpty();
  }

  @Test
  void aSourceThatIsMisspeltIsRefusedWithTheNearest() {
    assertThat(says(ANNA, "/backup now cor"))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.next()).isEqualTo("/backup now core"));
  }

  @Test
  void aRestoreIsSeenFirstAndBegunBySomebodyElse() throws Exception {
    String snapshot = snapshot();

    Outcome asked = says(ANNA, "/backup restore " + snapshot + " --path " + local.data + "/etc");
    assertThat(asked).isInstanceOf(Outcome.Waiting.class);
    assertThat(asked.text()).contains("1 files", "nothing is there yet");
    Path target = folder.resolve("scratch/restored-" + snapshot);
    assertThat(target).doesNotExist();
    String yes = ((Outcome.Waiting) asked).next();
    assertThat(says(ANNA, yes)).isInstanceOf(Outcome.Refused.class);

    Outcome restored = says(BEN, yes);

    assertThat(restored).as(restored.text()).isInstanceOf(Outcome.Done.class);
    assertThat(Files.readString(Path.of(target.toString(), local.data.toString(), "etc/app.conf")))
        .isEqualTo("port = 1\n");
    assertThat(says(BEN, yes)).isInstanceOf(Outcome.Refused.class);
    assertThat(says(ANNA, "/backup restore " + snapshot).text()).contains("overwritten");
  }

  @Test
  void nothingInUseIsRestoredOver() {
    String snapshot = snapshot();

    for (String target :
        List.of("/", "/etc", local.data.toString(), local.data + "/etc", "etc", "/x/../y")) {
      assertThat(says(ANNA, "/backup restore " + snapshot + " --to " + target))
          .as(target)
          .isInstanceOf(Outcome.Refused.class);
    }
    assertThat(says(ANNA, "/backup restore ffffffff").text()).contains("No snapshot");
    assertThat(says(ANNA, "/backup restore " + snapshot + " --on elsewhere").text())
        .contains("no node of this Swarm");
  }

  @Test
  void whatTheClockBeginsIsDoneOnce() {
    rounds.look();
    rounds.look();
    assertThat(local.backups.histories()).doesNotContainKey("core"); // It has no schedule.

    done("/backup now core");
    rounds.look();
    // Past 05:30, the check's moment; only from now on was there something to check.
    local.now.updateAndGet(time -> time.plus(Duration.ofHours(4)));
    rounds.look();
    rounds.look();

    assertThat(local.backups.runs())
        .filteredOn(begun -> begun.run().source().equals(skep.deploy.backup.History.REPOSITORY))
        .extracting(begun -> begun.run().kind())
        .containsExactlyInAnyOrder(
            skep.deploy.backup.RunKind.PRUNE, skep.deploy.backup.RunKind.CHECK);
    assertThat(local.backups.runs()).allSatisfy(run -> assertThat(run.ended()).isPresent());
  }
}
