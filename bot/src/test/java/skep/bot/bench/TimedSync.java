package skep.bot.bench;

import java.time.Duration;
import java.time.InstantSource;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.Library;
import skep.runbooks.index.PassageIndex;
import skep.runbooks.index.Sync;

/** A sync of invented runbooks, which did what was to be measured or throws. */
record TimedSync(Sync sync) {
  private static final int ROUNDS = 5;

  static TimedSync of(PassageIndex index, Embedder embedder) {
    return new TimedSync(new Sync(index, embedder, InstantSource.system()));
  }

  /**
   * @param added passages that are not in the index yet
   */
  Duration bring(Library library, int added) throws InterruptedException {
    long begun = System.nanoTime();
    Sync.Report made = sync.bring(library);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    if (made.added() != added) {
      throw new IllegalStateException("%d were to be added: %s".formatted(added, made));
    }
    return took;
  }

  /** Of a library that is in the index already. */
  void again(Library library, Report report) throws InterruptedException {
    Library newest = library;
    Samples nothing = new Samples();
    Samples onePassage = new Samples();
    for (int round = 0; round < ROUNDS; round++) {
      nothing.add(bring(newest, 0));
      newest = InventedRunbooks.edited(newest, round);
      onePassage.add(bring(newest, 1));
    }
    report.row("a sync where nothing changed", nothing.toString());
    report.row("a sync where one passage of one page changed", onePassage.toString());
  }
}
