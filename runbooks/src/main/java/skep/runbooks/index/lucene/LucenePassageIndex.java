package skep.runbooks.index.lucene;

import java.io.IOException;
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
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.store.Lock;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.PassageIndex;
import skep.runbooks.index.Stamp;
import skep.runbooks.passages.Passage;

/** A folder with one Lucene index for each generation, and a file that says which is searched. */
public final class LucenePassageIndex implements PassageIndex {
  private static final Logger LOG = Logger.getLogger(LucenePassageIndex.class.getName());

  private final Folder folder;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<Embedder.Model, LuceneIndex> open = new HashMap<>();
  private final Lock taken;
  private Optional<Stamp> published;
  private boolean closed;

  private LucenePassageIndex(Folder folder, Lock taken) {
    this.folder = folder;
    this.taken = taken;
    published = folder.stamp();
  }

  /**
   * @param folder made where it is not there; of one program at a time
   * @throws IndexException where it cannot be written, or another program has it
   */
  public static LucenePassageIndex in(Path folder) {
    Folder files = Folder.at(folder);
    LucenePassageIndex index = new LucenePassageIndex(files, files.take());
    try {
      index.published.ifPresent(stamp -> index.writable(stamp.model()));
      return index;
    } catch (IndexException e) {
      index.close();
      throw e;
    }
  }

  @Override
  public Optional<Stamp> stamp() {
    return reading(() -> published);
  }

  @Override
  public Generation generation(Embedder.Model model) {
    lock.writeLock().lock();
    try {
      if (closed) {
        throw new IndexException("the index in %s is closed".formatted(folder.path()));
      }
      return new LuceneGeneration(model, writable(model), this::publish);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private LuceneIndex writable(Embedder.Model model) {
    if (!isWritable(model)) {
      // The new one first: where it does not open, the old one is searched all the same.
      LuceneIndex anew = LuceneIndex.open(folder.generation(model), () -> lost(model));
      Optional.ofNullable(open.put(model, anew)).ifPresent(LuceneIndex::close);
    }
    return open.get(model);
  }

  private boolean isWritable(Embedder.Model model) {
    return Optional.ofNullable(open.get(model)).filter(LuceneIndex::isWritable).isPresent();
  }

  /** Else it would be taken for all that its stamp says when the program starts again. */
  private void lost(Embedder.Model model) {
    if (published.filter(stamp -> stamp.model().equals(model)).isPresent()) {
      folder.unpublish();
      published = Optional.empty();
    }
  }

  private void publish(Stamp stamp) {
    lock.writeLock().lock();
    try {
      if (!isWritable(stamp.model())) {
        throw new IndexException(
            "the index in %s is closed, and nothing in it can be published"
                .formatted(folder.path()));
      }
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
            .map(stamp -> {
              vector.ifPresent(one -> check(one, stamp.model()));
              return open.get(stamp.model()).search(question, vector, most);
            })
            .orElse(Candidates.NONE));
  }

  /** Lucene takes any in an empty index, and those of the model no more. */
  private static void check(float[] vector, Embedder.Model model) {
    if (vector.length != model.dimensions()) {
      throw new IndexException(
          "a vector has %d dimensions, and those of %s have %d: index the runbooks again"
              .formatted(vector.length, model.name(), model.dimensions()));
    }
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
      closed = true;
      taken.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the index in " + folder.path() + " was not given back well", e);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private record LuceneGeneration(
      Embedder.Model model, LuceneIndex index, Consumer<Stamp> published) implements Generation {
    @Override
    public Set<String> ids() {
      return index.ids();
    }

    @Override
    public void put(List<Entry> entries) {
      entries.forEach(entry -> check(entry.vector(), model));
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
