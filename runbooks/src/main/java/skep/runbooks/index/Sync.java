package skep.runbooks.index;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.PassageIndex.Entry;
import skep.runbooks.index.PassageIndex.Generation;
import skep.runbooks.passages.Page;
import skep.runbooks.passages.Passage;
import skep.runbooks.passages.Passages;

/**
 * Brings an index to what the runbooks say now. What is there already is not embedded again; what
 * is new comes before what is old goes, so that a page is found all the while. May be killed at any
 * moment: the next one goes on.
 */
public final class Sync {
  /** Put in at one time: what is lost when the program is killed. */
  private static final int BATCH = 256;

  /** Embedded at one time: what a program that is asked to end waits for. */
  private static final int SLICE = 64;

  private final PassageIndex index;
  private final Embedder embedder;
  private final InstantSource clock;

  public Sync(PassageIndex index, Embedder embedder, InstantSource clock) {
    this.index = index;
    this.embedder = embedder;
    this.clock = clock;
  }

  /**
   * What it came to.
   *
   * @param passages there are now
   * @param added embedded by this sync
   * @param removed not in the runbooks any more
   */
  public record Report(int passages, int added, int removed) {}

  /**
   * Not in two threads at a time.
   *
   * @throws InterruptedException where it was asked to end; what is done stays done
   */
  public Report bring(Library library) throws InterruptedException {
    Map<String, Passage> wanted = new LinkedHashMap<>();
    for (Page page : library.pages()) {
      Passages.of(page).forEach(passage -> wanted.putIfAbsent(passage.id(), passage));
    }
    Generation generation = index.generation(embedder.model());
    Set<String> there = generation.ids();
    List<Passage> missing =
        wanted.values().stream().filter(passage -> !there.contains(passage.id())).toList();
    for (int i = 0; i < missing.size(); i += BATCH) {
      put(generation, missing.subList(i, Math.min(i + BATCH, missing.size())));
    }
    Set<String> old = new HashSet<>(there);
    old.removeAll(wanted.keySet());
    if (!old.isEmpty()) {
      generation.remove(old);
    }
    generation.publish(new Stamp(embedder.model(), library.commits(), clock.instant()));
    return new Report(wanted.size(), missing.size(), old.size());
  }

  private void put(Generation generation, List<Passage> passages) throws InterruptedException {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < passages.size(); i += SLICE) {
      entries.addAll(embedded(passages.subList(i, Math.min(i + SLICE, passages.size()))));
    }
    generation.put(entries);
  }

  private List<Entry> embedded(List<Passage> passages) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("the sync of the runbooks was asked to end");
    }
    List<float[]> vectors = embedder.passages(passages.stream().map(Passage::embedded).toList());
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < passages.size(); i++) {
      entries.add(new Entry(passages.get(i), vectors.get(i)));
    }
    return entries;
  }
}
