package skep.runbooks.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.evaluation.Abstention.At;
import skep.runbooks.index.Library;
import skep.runbooks.index.PassageIndex;
import skep.runbooks.index.Search;
import skep.runbooks.index.Sync;

/** Indexes a folder of pages and asks it questions, exactly as the bot does. */
public final class Evaluation {
  private static final long SEED = 20_26;
  private static final int WARM = 20;

  private final PassageIndex index;
  private final Embedder embedder;
  private final Search search;
  private final Search.Thresholds thresholds;
  private final Consumer<String> say;

  /**
   * @param index empty, or of an earlier evaluation of the same folder
   * @param thresholds what the bot takes for an answer
   * @param say told one line after the other
   */
  public Evaluation(
      PassageIndex index, Embedder embedder, Search.Thresholds thresholds, Consumer<String> say) {
    this.index = index;
    this.embedder = embedder;
    this.search = Search.strict(index, embedder, thresholds);
    this.thresholds = thresholds;
    this.say = say;
  }

  /**
   * Writes a run of all queries.
   *
   * @throws IOException where a file cannot be read or written
   */
  public void retrieve(Path corpus, Path queries, Path run)
      throws IOException, InterruptedException {
    List<Query> asked = Query.read(queries);
    index(corpus);
    Run.of(asked, search).write(run);
    say.accept("%d queries, written to %s".formatted(asked.size(), run));
  }

  /**
   * Says how well pages are found, and how fast.
   *
   * @param unanswerable a file of queries no page answers
   */
  public void bench(Path corpus, Path queries, Optional<Path> unanswerable)
      throws IOException, InterruptedException {
    List<Query> answerable = judged(queries);
    index(corpus);
    Run.of(answerable.subList(0, Math.min(WARM, answerable.size())), search);
    Run run = Run.of(answerable, search);
    quality(Quality.of(answerable, run), answerable.size());
    latency(run.took());
    if (unanswerable.isPresent()) {
      List<Query> without = Query.read(unanswerable.get());
      Abstention abstention = abstention(answerable, without, run);
      say.accept(
          String.format(
              Locale.ROOT,
              "abstention AUROC      %.3f  (%d questions without an answer)",
              abstention.auroc(),
              without.size()));
      at("below clear", abstention.at(thresholds.clear()));
      at("below unsure", abstention.at(thresholds.unsure()));
    }
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    say.accept(
        String.format(
            Locale.ROOT,
            "heap after all        %d MB",
            (runtime.totalMemory() - runtime.freeMemory()) >> 20));
  }

  /** Says which threshold tells best what the pages do not answer, and what to expect of it. */
  public void calibrate(Path corpus, Path queries, Path unanswerable)
      throws IOException, InterruptedException {
    List<Query> answerable = judged(queries);
    List<Query> without = Query.read(unanswerable);
    index(corpus);
    Abstention abstention = abstention(answerable, without, Run.of(answerable, search));
    say.accept(
        String.format(
            Locale.ROOT,
            "questions             %d answerable, %d not; AUROC %.3f",
            answerable.size(),
            without.size(),
            abstention.auroc()));
    at("clear, in use", abstention.at(thresholds.clear()));
    at("unsure, in use", abstention.at(thresholds.unsure()));
    at("best here", abstention.best());
    List<At> heldOut = abstention.heldOut(SEED);
    say.accept(
        String.format(
            Locale.ROOT,
            "held out              threshold %.3f to %.3f, precision %.2f, recall %.2f, falsely %.3f"
                + "  (means of %d halves judged by the other half's threshold)",
            lowest(heldOut, At::threshold),
            -lowest(heldOut, one -> -one.threshold()),
            mean(heldOut, At::precision),
            mean(heldOut, At::recall),
            mean(heldOut, At::falsely),
            heldOut.size()));
  }

  private Abstention abstention(List<Query> answerable, List<Query> without, Run run) {
    Run other = Run.of(without, search);
    return new Abstention(
        answerable.stream().map(run::top).toList(), without.stream().map(other::top).toList());
  }

  private static List<Query> judged(Path queries) throws IOException {
    List<Query> judged =
        Query.read(queries).stream().filter(query -> !query.relevant().isEmpty()).toList();
    if (judged.isEmpty()) {
      throw new IllegalArgumentException(
          queries + " has no query with \"relevant\" pages, so nothing can be judged");
    }
    return judged;
  }

  private void index(Path corpus) throws IOException, InterruptedException {
    Library library = Corpus.read(corpus);
    library.leftOut().forEach(one -> say.accept("left out: " + one.path() + ": " + one.why()));
    long begun = System.nanoTime();
    Sync.Report report = new Sync(index, embedder, InstantSource.system()).bring(library);
    double seconds = (System.nanoTime() - begun) / 1e9;
    say.accept(
        String.format(
            Locale.ROOT,
            "index                 %d pages, %d passages; %d embedded in %.1f s (%.1f a second), %d removed",
            library.pages().size(),
            report.passages(),
            report.added(),
            seconds,
            report.added() / seconds,
            report.removed()));
  }

  private void quality(Quality quality, int queries) {
    say.accept(
        String.format(
            Locale.ROOT,
            "recall@1/3/5          %.3f / %.3f / %.3f  (%d queries)",
            quality.recall1(),
            quality.recall3(),
            quality.recall5(),
            queries));
    say.accept(
        String.format(
            Locale.ROOT, "MRR@10, nDCG@10       %.3f, %.3f", quality.mrr(), quality.ndcg()));
  }

  private void latency(List<Duration> took) {
    List<Duration> sorted = new ArrayList<>(took);
    sorted.sort(null);
    say.accept(
        String.format(
            Locale.ROOT,
            "latency p50, p95      %.1f ms, %.1f ms",
            millis(sorted, 50),
            millis(sorted, 95)));
  }

  private static double millis(List<Duration> sorted, int percent) {
    int at = Math.min(sorted.size() - 1, sorted.size() * percent / 100);
    return sorted.get(at).toNanos() / 1e6;
  }

  private void at(String what, At at) {
    say.accept(
        String.format(
            Locale.ROOT,
            "%-21s threshold %.3f: precision %.2f, recall %.2f, falsely %.3f",
            what,
            at.threshold(),
            at.precision(),
            at.recall(),
            at.falsely()));
  }

  private static double mean(List<At> all, ToDoubleFunction<At> figure) {
    return all.stream().mapToDouble(figure).average().orElse(Double.NaN);
  }

  private static double lowest(List<At> all, ToDoubleFunction<At> figure) {
    return all.stream().mapToDouble(figure).min().orElse(Double.NaN);
  }
}
