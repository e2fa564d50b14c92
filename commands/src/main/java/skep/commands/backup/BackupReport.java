package skep.commands.backup;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skep.commands.backup.BackupCommand.Scene;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.deploy.backup.Backups;
import skep.deploy.backup.History;
import skep.deploy.backup.board.Board;
import skep.deploy.backup.board.BoardInput;
import skep.deploy.backup.board.Snapshot;
import skep.deploy.estate.BackupPolicy.Source;
import skep.deploy.times.Schedule;

/** How backups are, from what is recorded; the repository is not asked. */
final class BackupReport {
  private final BackupWork work;
  private final BoardChart chart;
  private final InstantSource clock;

  BackupReport(BackupWork work, BoardChart chart, InstantSource clock) {
    this.work = work;
    this.chart = chart;
    this.clock = clock;
  }

  Outcome board(Invocation in, Scene scene) {
    Backups backups = work.open(scene.head(), scene.policy());
    Map<String, History> histories = backups.histories();
    Instant now = clock.instant();
    chart.bySource(sources(histories.values()), now).ifPresent(in.progress()::attach);
    return new Outcome.Done(words(scene, backups, histories, now));
  }

  String words(Scene scene) {
    Backups backups = work.open(scene.head(), scene.policy());
    return words(scene, backups, backups.histories(), clock.instant());
  }

  private static String words(
      Scene scene, Backups backups, Map<String, History> histories, Instant now) {
    return BoardText.of(
        Board.of(
            new BoardInput(
                List.copyOf(histories.values()),
                scene.policy().sources().entrySet().stream()
                    .map(one -> expected(scene, backups, one.getKey(), one.getValue(), now))
                    .toList(),
                now)),
        now);
  }

  Outcome board(Invocation in, Scene scene, String source) {
    Optional<Outcome> unknown = scene.unknown(source, "status");
    if (unknown.isPresent()) {
      return unknown.get();
    }
    Backups backups = work.open(scene.head(), scene.policy());
    Map<String, History> histories = backups.histories();
    Instant now = clock.instant();
    List<History> its = new ArrayList<>();
    Optional.ofNullable(histories.get(source)).ifPresent(its::add);
    Optional.ofNullable(histories.get(History.REPOSITORY)).ifPresent(its::add);
    Optional.ofNullable(histories.get(source))
        .flatMap(history -> chart.byNode(history, now))
        .ifPresent(in.progress()::attach);
    return new Outcome.Done(
        BoardText.of(
            Board.of(
                new BoardInput(
                    its,
                    List.of(
                        expected(
                            scene, backups, source, scene.policy().sources().get(source), now)),
                    now)),
            now));
  }

  private static BoardInput.Source expected(
      Scene scene, Backups backups, String name, Source source, Instant now) {
    Optional<Schedule> schedule =
        source.schedule().map(cron -> Schedule.parse(cron, scene.policy().zone()));
    return new BoardInput.Source(
        name,
        Set.copyOf(backups.nodes(source)),
        schedule.map(one -> one.nextAfter(now)),
        schedule.flatMap(one -> one.lastDue(now.minus(source.late()))));
  }

  Outcome list(Scene scene, String source) {
    Optional<Outcome> unknown = source.isEmpty() ? Optional.empty() : scene.unknown(source, "list");
    if (unknown.isPresent()) {
      return unknown.get();
    }
    List<History> histories =
        sources(work.open(scene.head(), scene.policy()).histories().values()).stream()
            .filter(history -> source.isEmpty() || history.source().equals(source))
            .toList();
    return new Outcome.Done(
        SnapshotsText.of(Snapshot.of(histories, kept(histories)::contains), clock.instant()));
  }

  private static Set<String> kept(List<History> histories) {
    Set<String> kept = new HashSet<>();
    for (History history : histories) {
      history.entries().stream().filter(history::has).forEach(entry -> kept.add(entry.snapshot()));
    }
    return kept;
  }

  private static List<History> sources(Collection<History> histories) {
    return histories.stream()
        .filter(history -> !history.source().equals(History.REPOSITORY))
        .sorted(Comparator.comparing(History::source))
        .toList();
  }
}
