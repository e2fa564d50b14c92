package skep.runbooks.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import skep.runbooks.index.Search;
import skep.runbooks.index.Search.Ranked;

/**
 * What was found for each query.
 *
 * @param pages by the query's id: pages, the best first, each with the score of its best passage
 * @param took for each query, in their order
 */
record Run(Map<String, List<PageScore>> pages, List<Duration> took) {
  private static final int DEPTH = 100;

  record PageScore(String path, double score) {}

  /** Asks one query after the other. */
  static Run of(List<Query> queries, Search search) {
    Map<String, List<PageScore>> pages = new LinkedHashMap<>();
    List<Duration> took = new ArrayList<>();
    for (Query query : queries) {
      long begun = System.nanoTime();
      List<Ranked> ranked = search.find(query.text(), DEPTH).ranked();
      took.add(Duration.ofNanos(System.nanoTime() - begun));
      pages.put(query.id(), pages(ranked));
    }
    return new Run(pages, took);
  }

  private static List<PageScore> pages(List<Ranked> ranked) {
    Map<String, Double> best = new LinkedHashMap<>();
    ranked.forEach(one -> best.putIfAbsent(one.passage().path(), one.score()));
    return best.entrySet().stream()
        .map(page -> new PageScore(page.getKey(), page.getValue()))
        .toList();
  }

  List<String> paths(Query query) {
    return pages.getOrDefault(query.id(), List.of()).stream().map(PageScore::path).toList();
  }

  /** Of the best page; 0 where nothing was found. */
  double top(Query query) {
    return pages.getOrDefault(query.id(), List.of()).stream()
        .mapToDouble(PageScore::score)
        .findFirst()
        .orElse(0);
  }

  /** {@code id Q0 path rank score skep} a line; blanks in a path are written as {@code %20}. */
  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    pages.forEach((id, ranked) -> {
      for (int i = 0; i < ranked.size(); i++) {
        PageScore page = ranked.get(i);
        lines.add(
            String.format(
                Locale.ROOT,
                "%s\tQ0\t%s\t%d\t%.6f\tskep",
                id,
                page.path().replace(" ", "%20"),
                i + 1,
                page.score()));
      }
    });
    Files.write(file, lines);
  }
}
