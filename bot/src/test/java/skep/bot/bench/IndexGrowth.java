package skep.bot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.Library;
import skep.runbooks.index.Search;
import skep.runbooks.index.lucene.LucenePassageIndex;

/**
 * What the embedded index takes of more and more passages. A model would take far longer than the
 * index and by as much a passage, so vectors come from a stand-in.
 */
final class IndexGrowth {
  private static final List<Integer> SIZES = List.of(1_000, 5_000, 10_000, 20_000, 50_000);
  private static final int WARM = 20;
  private static final int QUESTIONS = 100;

  /** As many as an answer is made of. */
  private static final int PASSAGES = 8;

  private final Report report;
  private final Path home;
  private final Embedder embedder = StandInEmbedder.small();

  IndexGrowth(Report report, Path home) {
    this.report = report;
    this.home = home.resolve("index-growth");
  }

  void run() throws InterruptedException {
    for (int size : SIZES) {
      report.title("The index of %,d passages, vectors of a stand-in".formatted(size));
      Path folder = home.resolve(Integer.toString(size));
      long before = Heap.used();
      try (LucenePassageIndex index = LucenePassageIndex.in(folder)) {
        sync(index, size);
        ask(index);
        report.row(
            "heap in use after a collection, before and with the index",
            "%.1f and %.1f MB".formatted(before / 1e6, Heap.used() / 1e6));
      }
      report.row("on disk", "%.1f MB".formatted(size(folder) / 1e6));
    }
  }

  private void sync(LucenePassageIndex index, int size) throws InterruptedException {
    TimedSync sync = TimedSync.of(index, embedder);
    Library library = InventedRunbooks.library(size);
    Effort all = Effort.of(() -> sync.bring(library, size));
    report.row(
        "a sync of all",
        "%.1f s, %.1f s of one core".formatted(seconds(all.clock()), seconds(all.processor())));
    sync.again(library, report);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }

  private void ask(LucenePassageIndex index) {
    Search search = new Search(index, embedder, Search.Thresholds.DEFAULT);
    List<String> questions = InventedRunbooks.questions(WARM + QUESTIONS);
    questions.subList(0, WARM).forEach(question -> ask(search, question));
    Samples asked = new Samples();
    questions.subList(WARM, questions.size()).forEach(one -> asked.add(ask(search, one)));
    report.row(
        "a question, without its embedding",
        "p50 %.1f ms, p95 %.1f ms (%d questions)"
            .formatted(asked.seconds(50) * 1_000, asked.seconds(95) * 1_000, QUESTIONS));
  }

  private static Duration ask(Search search, String question) {
    long begun = System.nanoTime();
    Search.Found found = search.find(question, PASSAGES);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    if (found.ranked().size() != PASSAGES) {
      throw new IllegalStateException("not what was to be measured: " + found);
    }
    return took;
  }

  private static long size(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
