package skep.deploy.backup;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.estate.BackupPolicy.Source;
import skep.deploy.oneshot.Mount;
import skep.deploy.oneshot.NodeEnd;
import skep.deploy.oneshot.Where;
import skep.deploy.restic.ExitStatus;

/**
 * Restores the newest snapshot of every node into a folder of some node, compares it with what was
 * written down when it was made, asks the source's probe, and removes all of it.
 */
final class RestoreTesting {
  private static final Duration WITHIN = Duration.ofHours(12);
  private static final Pattern COMPARED =
      Pattern.compile(
          "same=([0-9]+) changed=([0-9]+) missing=([0-9]+) damaged=([0-9]+) bytes=([0-9]+)");

  private final Repository repository;
  private final Probing probing;
  private final InstantSource clock;

  RestoreTesting(Repository repository, Probing probing, InstantSource clock) {
    this.repository = repository;
    this.probing = probing;
    this.clock = clock;
  }

  /**
   * @param on node to restore on
   */
  Report run(Run run, BackupPolicy policy, Source source, History history, String on, Watch watch) {
    List<Entry> entries = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    int number = 0;
    for (String node : history.nodes()) {
      Optional<Entry> backup =
          history.of(RunKind.BACKUP, node).filter(entry -> !entry.snapshot().isEmpty()).findFirst();
      if (backup.isPresent()) {
        number++;
        watch.show("restore test", List.of(node + ": " + backup.get().brief()));
        entries.add(test(run, policy, source, backup.get(), on, number, notes));
      }
    }
    if (entries.isEmpty()) {
      entries.add(
          Entry.of(
              run,
              clock.instant(),
              "",
              Verdict.FAILED,
              "there is no snapshot that could be restored"));
    }
    return new Report(run, entries, notes);
  }

  private Entry test(
      Run run,
      BackupPolicy policy,
      Source source,
      Entry backup,
      String on,
      int number,
      List<String> notes) {
    String folder = "%s/%s-%d".formatted(policy.scratch(), run.id(), number);
    var begun = clock.instant();
    // Where the bot is being stopped, the test goes on, and the next bot comes to these lines.
    Said said =
        ran(
            run,
            "test" + number,
            Scripts.restoreTest(backup.snapshot(), folder, !source.exclude().isEmpty()),
            policy.scratch(),
            on);
    Duration took = Duration.between(begun, clock.instant()).abs();
    Compared compared = compared(said);
    said.marked("damaged").forEach(path -> notes.add(backup.node() + ": damaged: " + path));
    said.marked("absent").forEach(path -> notes.add(backup.node() + ": not there: " + path));
    Optional<String> trouble =
        trouble(said, compared)
            .or(() -> source.probe().flatMap(probe -> probing.ask(run, probe, folder, on, number)));
    clean(run, folder, policy.scratch(), on, number, notes);
    return new Entry(
        RunKind.RESTORE_TEST,
        run.begun(),
        took,
        backup.node(),
        trouble.isEmpty() ? Verdict.GOOD : Verdict.FAILED,
        backup.snapshot(),
        compared.same(),
        compared.bytes(),
        0,
        trouble.orElse(""));
  }

  /** With the scratch folder of that node, to write in. */
  private Said ran(Run run, String step, List<String> command, String scratch, String on) {
    Mount folder = new Mount(Mount.Kind.PATH, scratch, scratch, false);
    return repository
        .on(run, step, command, new Where.Node(on), List.of(folder), Map.of(), WITHIN, _ -> {})
        .getFirst();
  }

  private void clean(
      Run run, String folder, String scratch, String on, int number, List<String> notes) {
    Said said = ran(run, "clean" + number, Scripts.clean(folder), scratch, on);
    if (said.nothing().isPresent()
        || said.last().status().filter(status -> status != 0).isPresent()) {
      notes.add("%s is left on %s; remove it there: rm -rf %s".formatted(folder, on, folder));
    }
  }

  private static Optional<String> trouble(Said said, Compared compared) {
    Optional<String> nothing = said.nothing();
    if (nothing.isPresent()) {
      return nothing;
    }
    if (compared.damaged() > 0) {
      return Optional.of("%,d files are not what they were".formatted(compared.damaged()));
    }
    int status = said.end().state() instanceof NodeEnd.State.Exited(var exit) ? exit : 1;
    if (status == 0) {
      return Optional.empty();
    }
    if (!said.end().lines().stream()
        .filter(line -> line.equals("skep:no-manifest"))
        .toList()
        .isEmpty()) {
      return Optional.of("the snapshot has no manifest to compare with");
    }
    if (compared.same() == 0 && compared.missing() == 0 && compared.known()) {
      return Optional.of("nothing could be compared: every file had changed meanwhile");
    }
    return Optional.of(
        compared.missing() > 0
            ? "%,d files are not there".formatted(compared.missing())
            : Said.words(ExitStatus.of(status, said.end().lines()), said.end().lines()));
  }

  private record Compared(
      boolean known, long same, long changed, long missing, long damaged, long bytes) {}

  private static Compared compared(Said said) {
    for (String line : said.marked("compared")) {
      Matcher counts = COMPARED.matcher(line);
      if (counts.matches()) {
        return new Compared(
            true,
            Long.parseLong(counts.group(1)),
            Long.parseLong(counts.group(2)),
            Long.parseLong(counts.group(3)),
            Long.parseLong(counts.group(4)),
            Long.parseLong(counts.group(5)));
      }
    }
    return new Compared(false, 0, 0, 0, 0, 0);
  }
}
