package skep.commands.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import skep.commands.chat.Quoted;
import skep.commands.chat.Span;
import skep.deploy.backup.Entry;
import skep.deploy.backup.Words;
import skep.deploy.backup.board.Board;
import skep.deploy.backup.board.Row;
import skep.deploy.backup.board.SizeTrend;
import skep.deploy.backup.board.State;

/**
 * What {@code /backup} says: first what a person should look at, then every source on every node,
 * or one line a source where those are many.
 */
public final class BoardText {
  private static final int TROUBLES = 12;
  private static final int DETAILED = 15;
  private static final int LINES = 25;
  private static final int LARGEST = 5;

  private final Board board;
  private final Ago ago;

  private BoardText(Board board, Instant now) {
    this.board = board;
    this.ago = new Ago(now);
  }

  /** In Rocket.Chat's Markdown, at most some forty lines. */
  public static String of(Board board, Instant now) {
    return new BoardText(board, now).text();
  }

  private String text() {
    List<Row> current = board.rows().stream().filter(row -> row.state() != State.GONE).toList();
    List<String> lines = new ArrayList<>();
    lines.add(heading(current));
    List<String> troubles =
        board.trouble().stream().map(row -> new TroubleText(row, ago).line()).toList();
    bounded(lines, troubles, TROUBLES);
    lines.add(repository());
    bounded(
        lines,
        current.size() <= DETAILED
            ? current.stream().map(this::detailed).toList()
            : SourceLine.all(current, ago),
        LINES);
    gone(lines);
    return String.join("\n", lines);
  }

  private static void bounded(List<String> lines, List<String> all, int most) {
    lines.addAll(all.size() <= most ? all : all.subList(0, most));
    if (all.size() > most) {
      lines.add("• and %d more".formatted(all.size() - most));
    }
  }

  private static String heading(List<Row> rows) {
    if (rows.isEmpty()) {
      return "*Backups*: nothing is backed up. Name what should be under `backup: sources:` in `skep.yaml`.";
    }
    Map<State, Long> counts =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    Row::state, () -> new EnumMap<>(State.class), Collectors.counting()));
    long fresh = counts.getOrDefault(State.FRESH, 0L);
    List<String> parts = new ArrayList<>();
    parts.add(
        fresh == rows.size()
            ? "all %d fresh".formatted(fresh)
            : fresh + " of " + rows.size() + " fresh");
    counts.forEach((state, count) -> {
      if (state.isTrouble()) {
        parts.add(count + " " + TroubleText.word(state));
      }
    });
    return "*Backups*: " + String.join(", ", parts);
  }

  private String repository() {
    Board.Repository repository = board.repository();
    Optional<Entry> check = repository.check();
    if (check.isEmpty()) {
      return "• Repository: never checked yet";
    }
    if (check.get().isGood()) {
      return "• Repository: checked %s, nothing wrong%s"
          .formatted(
              ago.since(check.get()),
              repository.trend().map(trend -> ", " + size(trend)).orElse("") + usage());
    }
    return ":x: Repository: the check %s says %s; %s"
        .formatted(
            ago.since(check.get()),
            TroubleText.why(check.get()),
            repository
                .goodCheck()
                .map(good -> "the last good one was " + ago.since(good))
                .orElse("none was good yet"));
  }

  /** {@code ; needed by core 1.2 GB, apps 300 MB}: the largest first. */
  private String usage() {
    List<String> parts =
        board.usage().entrySet().stream()
            .sorted(Comparator.comparingLong(one -> -one.getValue().bytes()))
            .map(one -> "%s %s".formatted(Quoted.brief(one.getKey()), size(one.getValue())))
            .toList();
    return parts.isEmpty() ? "" : "; needed by " + first(LARGEST, parts);
  }

  private String detailed(Row row) {
    List<String> parts = new ArrayList<>();
    parts.add(row.good().map(good -> ago.since(good) + " " + id(good)).orElse("no good backup"));
    row.trend().map(BoardText::size).ifPresent(parts::add);
    parts.add(
        row.verified()
            .map(entry -> "verified: that of " + ago.since(entry))
            .map(text -> same(row) ? "verified" : text)
            .orElse("not verified yet"));
    row.restoreTime().ifPresent(time -> parts.add("restored in " + Span.words(time)));
    row.next().ifPresent(next -> parts.add(ago.until(next)));
    return "• %s: %s".formatted(place(row), String.join(", ", parts));
  }

  private static boolean same(Row row) {
    return row.verified().map(Entry::snapshot).equals(row.good().map(Entry::snapshot));
  }

  private static String size(SizeTrend trend) {
    String percent =
        trend
            .percent()
            .filter(change -> change != 0)
            .map(change -> " (%+d %%)".formatted(change))
            .orElse("");
    String bars = trend.sizes().size() < 2 ? "" : " `" + Measures.bars(trend.sizes()) + "`";
    return Words.bytes(trend.bytes()) + bars + percent;
  }

  private void gone(List<String> lines) {
    List<String> places =
        board.rows().stream()
            .filter(row -> row.state() == State.GONE)
            .map(BoardText::place)
            .toList();
    if (!places.isEmpty()) {
      lines.add("• No longer backed up: " + first(TROUBLES, places));
    }
  }

  /** {@code a, b and 3 more}. */
  private static String first(int most, List<String> all) {
    int more = all.size() - most;
    return all.stream().limit(most).collect(Collectors.joining(", "))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }

  static String place(Row row) {
    return Quoted.brief(row.source()) + " on " + Quoted.brief(row.node());
  }

  /** As short as restic shows it, and takes it. */
  static String id(Entry entry) {
    return id(entry.snapshot());
  }

  static String id(String snapshot) {
    return Quoted.code(snapshot.length() <= 8 ? snapshot : snapshot.substring(0, 8));
  }

  /** Moments beside now. */
  record Ago(Instant now) {
    String since(Entry entry) {
      return since(entry.begun());
    }

    String since(Instant moment) {
      return moment.isAfter(now) ? "just now" : Words.time(Duration.between(moment, now)) + " ago";
    }

    String until(Instant moment) {
      return moment.isAfter(now)
          ? "next in " + Words.time(Duration.between(now, moment))
          : "next is due";
    }
  }
}
