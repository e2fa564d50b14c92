package skep.runbooks.index.lucene;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.PassageIndex;
import skep.runbooks.index.Stamp;
import skep.runbooks.passages.Passage;

/** A folder with one Lucene index for each generation, and a file that says which is searched. */
public final class LucenePassageIndex implements PassageIndex {
  private final Folder folder;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<Embedder.Model, LuceneIndex> open = new HashMap<>();
  private Optional<Stamp> published = Optional.empty();

  private LucenePassageIndex(Folder folder) {
    this.folder = folder;
    folder
        .stamp()
        .filter(stamp -> folder.has(stamp.model()))
        .ifPresent(stamp -> {
          LuceneIndex index = LuceneIndex.open(folder.generation(stamp.model()));
          open.put(stamp.model(), index);
          published = Optional.of(stamp).filter(_ -> !index.isAnew());
        });
  }

  /**
   * @param folder made where it is not there; of one program at a time
   * @throws IndexException where it cannot be written, or another program has it
   */
  public static LucenePassageIndex in(Path folder) {
    return new LucenePassageIndex(Folder.at(folder));
  }

  @Override
  public Optional<Stamp> stamp() {
    return reading(() -> published);
  }

  @Override
  public Generation generation(Embedder.Model model) {
    lock.writeLock().lock();
    try {
      LuceneIndex index =
          open.computeIfAbsent(model, one -> LuceneIndex.open(folder.generation(one)));
      return new LuceneGeneration(index, this::publish);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void publish(Stamp stamp) {
    lock.writeLock().lock();
    try {
      folder.publish(stamp);
      published = Optional.of(stamp);
      // Nobody searches in them now, for whoever searches holds the lock.
      List<Embedder.Model> others =
          open.keySet().stream().filter(model -> !model.equals(stamp.model())).toList();
      others.forEach(model -> open.remove(model).close());
      folder.keepOnly(stamp.model());
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public Candidates search(String question, Optional<float[]> vector, int most) {
    return reading(() ->
        published
            .map(stamp -> open.get(stamp.model()).search(question, vector, most))
            .orElse(Candidates.NONE));
  }

  @Override
  public Map<String, Passage> passages(Collection<String> ids) {
    return reading(
        () -> published.map(stamp -> open.get(stamp.model()).passages(ids)).orElse(Map.of()));
  }

  private <T> T reading(Supplier<T> look) {
    lock.readLock().lock();
    try {
      return look.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      open.values().forEach(LuceneIndex::close);
      open.clear();
      published = Optional.empty();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private record LuceneGeneration(LuceneIndex index, Consumer<Stamp> published)
      implements Generation {
    @Override
    public Set<String> ids() {
      return index.ids();
    }

    @Override
    public void put(List<Entry> entries) {
      index.put(entries);
    }

    @Override
    public void remove(Set<String> ids) {
      index.remove(ids);
    }

    @Override
    public void publish(Stamp stamp) {
      published.accept(stamp);
    }
  }
}
