package skep.bot.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import skep.commands.backup.BoardChart;
import skep.commands.backup.BoardText;
import skep.deploy.backup.Entry;
import skep.deploy.backup.History;
import skep.deploy.backup.RunKind;
import skep.deploy.backup.Verdict;
import skep.deploy.backup.board.Board;
import skep.deploy.backup.board.BoardInput;

/** The board of many backups, from records that were read already. */
final class BoardSpeed {
  private static final int SOURCES = 20;
  private static final List<String> NODES = List.of("node1", "node2", "node3");
  private static final int DAYS = 400;
  private static final int ROUNDS = 20;
  private static final Instant NOW = Instant.parse("2026-11-10T08:00:00Z");

  private final Report report;

  BoardSpeed(Report report) {
    this.report = report;
  }

  void run() {
    report.title(
        "/backup: %d sources on %d nodes, %d snapshots each"
            .formatted(SOURCES, NODES.size(), DAYS));
    List<History> histories = IntStream.range(0, SOURCES).mapToObj(BoardSpeed::history).toList();
    BoardInput input =
        new BoardInput(histories, histories.stream().map(BoardSpeed::source).toList(), NOW);
    BoardChart chart = new BoardChart(text -> text);
    report.row("board and words, the first time", words(input).toMillis() + " ms");
    report.row("chart, the first time", drawn(chart, histories).toMillis() + " ms");
    Samples words = new Samples();
    Samples drawn = new Samples();
    for (int round = 0; round < ROUNDS; round++) {
      words.add(words(input));
      drawn.add(drawn(chart, histories));
    }
    report.goal("board and words", words.medianSeconds(), 0.1, "s");
    report.row("chart", drawn.toString());
  }

  private static Duration words(BoardInput input) {
    return time(() -> BoardText.of(Board.of(input), NOW));
  }

  private static Duration drawn(BoardChart chart, List<History> histories) {
    return time(() -> chart.bySource(histories, NOW).orElseThrow());
  }

  private static Duration time(Supplier<?> work) {
    long begun = System.nanoTime();
    Object made = work.get();
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    if (made.toString().isEmpty()) {
      throw new IllegalStateException("nothing was made");
    }
    return took;
  }

  private static BoardInput.Source source(History history) {
    return new BoardInput.Source(
        history.source(), Set.copyOf(NODES), Optional.of(NOW), Optional.empty());
  }

  private static History history(int number) {
    List<Entry> entries = new ArrayList<>();
    for (int day = DAYS; day > 0; day--) {
      for (String node : NODES) {
        String id = "%064x".formatted(number * 10_000_000L + day * 1_000L + entries.size());
        entries.add(entry(RunKind.BACKUP, day, node, id));
        if (day % 7 == 0) {
          entries.add(entry(RunKind.RESTORE_TEST, day, node, id));
        }
      }
    }
    return new History("source" + number, entries, Set.of());
  }

  private static Entry entry(RunKind kind, int day, String node, String id) {
    return new Entry(
        kind,
        NOW.minus(Duration.ofDays(day)),
        Duration.ofSeconds(60 + day % 9),
        node,
        Verdict.GOOD,
        id,
        1_000,
        1_000_000_000L - day * 1_000_000L,
        1_000,
        "");
  }
}
