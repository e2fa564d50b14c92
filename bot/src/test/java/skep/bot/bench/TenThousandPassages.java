package skep.bot.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.embedding.onnx.OnnxEmbedder;
import skep.runbooks.index.Library;
import skep.runbooks.index.lucene.LucenePassageIndex;
import skep.runbooks.passages.Passage;
import skep.runbooks.passages.Passages;

/**
 * Runbooks that grow by a thousand passages again and again are indexed with the model that comes
 * with Skep; in turn with it, the model alone embeds as many other passages.
 */
final class TenThousandPassages {
  private static final int SLICES = 10;
  private static final int SLICE = 1_000;

  /** As many as a sync embeds at one time. */
  private static final int BATCH = 64;

  /** Pages from here on are in no library. */
  private static final long OTHERS = 1_000_000;

  private final Report report;
  private final Path folder;
  private final int cores = Runtime.getRuntime().availableProcessors();

  TenThousandPassages(Report report, Path home) {
    this.report = report;
    folder = home.resolve("ten-thousand-passages");
  }

  private record Turn(Effort alone, Effort synced) {}

  void run() throws InterruptedException {
    report.title("Indexing %,d passages, the model on %d cores".formatted(SLICES * SLICE, cores));
    try (OnnxEmbedder embedder = OnnxEmbedder.start(cores);
        LucenePassageIndex index = LucenePassageIndex.in(folder)) {
      TimedSync sync = TimedSync.of(index, embedder);
      // A model is slower the first time.
      alone(embedder, others(SLICES));
      List<Turn> turns = new ArrayList<>();
      for (int slice = 0; slice < SLICES; slice++) {
        turns.add(turn(embedder, sync, slice));
      }
      compare("passages a second", turns, Effort::clock);
      compare("passages in a second of one core", turns, Effort::processor);
      sync.again(InventedRunbooks.library(SLICES * SLICE), report);
    }
  }

  private Turn turn(Embedder embedder, TimedSync sync, int slice) throws InterruptedException {
    List<String> others = others(slice);
    Library grown = InventedRunbooks.library((slice + 1) * SLICE);
    Turn turn =
        new Turn(
            Effort.of(() -> alone(embedder, others)), Effort.of(() -> sync.bring(grown, SLICE)));
    report.row(
        "up to %,d: the model alone, the sync".formatted((slice + 1) * SLICE),
        "%.1f s, %.1f s"
            .formatted(
                turn.alone().clock().toMillis() / 1e3, turn.synced().clock().toMillis() / 1e3));
    return turn;
  }

  /** As long as those of the library, and different ones. */
  private static List<String> others(int slice) {
    long first = OTHERS + (long) slice * SLICE;
    return LongStream.range(first, first + SLICE / InventedRunbooks.SECTIONS)
        .mapToObj(InventedRunbooks::page)
        .flatMap(page -> Passages.of(page).stream())
        .map(Passage::embedded)
        .toList();
  }

  private static Duration alone(Embedder embedder, List<String> texts) {
    long begun = System.nanoTime();
    int embedded = 0;
    for (int i = 0; i < texts.size(); i += BATCH) {
      embedded += embedder.passages(texts.subList(i, Math.min(i + BATCH, texts.size()))).size();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    if (embedded != SLICE) {
      throw new IllegalStateException("not what was to be measured: " + embedded);
    }
    return took;
  }

  private void compare(String unit, List<Turn> turns, Function<Effort, Duration> which) {
    double passages = SLICE * turns.size();
    double alone = passages / Effort.sum(turns.stream().map(Turn::alone).toList(), which);
    double synced = passages / Effort.sum(turns.stream().map(Turn::synced).toList(), which);
    report.row(unit + ", the model alone", "%.1f".formatted(alone));
    report.row(unit + ", all of the sync", "%.1f".formatted(synced));
    report.atLeast("the sync to the model alone", synced / alone, 0.9, "×");
  }
}
