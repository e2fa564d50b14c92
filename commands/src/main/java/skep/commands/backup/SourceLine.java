package skep.commands.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.commands.chat.Quoted;
import skep.commands.chat.Span;
import skep.deploy.backup.Entry;
import skep.deploy.backup.Words;
import skep.deploy.backup.board.Row;

/** All nodes of one source in a line: of each number the one that is worst. */
record SourceLine(String source, List<Row> rows, BoardText.Ago ago) {
  static List<String> all(List<Row> rows, BoardText.Ago ago) {
    Map<String, List<Row>> bySource = new LinkedHashMap<>();
    rows.forEach(row -> bySource.computeIfAbsent(row.source(), _ -> new ArrayList<>()).add(row));
    return bySource.entrySet().stream()
        .map(entry -> new SourceLine(entry.getKey(), entry.getValue(), ago).line())
        .toList();
  }

  private String line() {
    List<String> parts = new ArrayList<>();
    parts.add(good());
    long bytes =
        rows.stream().flatMap(row -> row.trend().stream()).mapToLong(trend -> trend.bytes()).sum();
    parts.add(Words.bytes(bytes));
    parts.add(verified());
    rows.stream()
        .flatMap(row -> row.restoreTime().stream())
        .max(Comparator.naturalOrder())
        .ifPresent(time -> parts.add("restored in " + Span.words(time)));
    rows.getFirst().next().ifPresent(next -> parts.add(ago.until(next)));
    String nodes = rows.size() == 1 ? Quoted.brief(rows.getFirst().node()) : rows.size() + " nodes";
    return "• %s on %s: %s".formatted(Quoted.brief(source), nodes, String.join(", ", parts));
  }

  private String good() {
    long missing = rows.stream().filter(row -> row.good().isEmpty()).count();
    Optional<Duration> oldest =
        rows.stream().flatMap(row -> row.age().stream()).max(Comparator.naturalOrder());
    String none = missing == rows.size() ? "no good backup" : missing + " without a good backup";
    return oldest.map(age -> Words.time(age) + " ago").orElse("")
        + (oldest.isPresent() && missing > 0 ? ", " : "")
        + (missing > 0 ? none : "");
  }

  private String verified() {
    List<Instant> verified =
        rows.stream().flatMap(row -> row.verified().stream()).map(Entry::begun).sorted().toList();
    if (verified.isEmpty()) {
      return "not verified yet";
    }
    String where =
        verified.size() == rows.size()
            ? "verified: that of "
            : "verified on %d: that of ".formatted(verified.size());
    return where + ago.since(verified.getFirst());
  }
}
