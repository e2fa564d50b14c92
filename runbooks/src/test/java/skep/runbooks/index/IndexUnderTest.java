package skep.runbooks.index;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.runbooks.index.SampleEntries.MODEL;
import static skep.runbooks.index.SampleEntries.stamp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.PassageIndex.Entry;
import skep.runbooks.index.PassageIndex.Generation;
import skep.runbooks.index.PassageIndex.Hit;
import skep.runbooks.passages.Passage;

/** An index that is judged by what it is asked and told. */
public abstract class IndexUnderTest {
  private PassageIndex index;

  /** The same store each time in one test, as a bot that starts again finds it; empty at first. */
  protected abstract PassageIndex open();

  @BeforeEach
  void opened() {
    index = open();
  }

  @AfterEach
  void closed() {
    index.close();
  }

  protected final PassageIndex index() {
    return index;
  }

  protected final void reopen() {
    index.close();
    index = open();
  }

  protected final void publish(List<Entry> entries) {
    publish(MODEL, 1, entries);
  }

  protected final void publish(Embedder.Model model, int number, List<Entry> entries) {
    Generation generation = index.generation(model);
    generation.put(entries);
    generation.publish(stamp(model, number));
  }

  protected final Set<String> ids(Embedder.Model model) {
    return index.generation(model).ids();
  }

  protected final List<Passage> byWords(String question) {
    return passages(index.search(question, Optional.empty(), 10).byWords());
  }

  protected final List<Passage> byHeadings(String question) {
    return passages(index.search(question, Optional.empty(), 10).byHeadings());
  }

  protected final List<Passage> byMeaning(double... direction) {
    return passages(index.search("", Optional.of(SampleEntries.vector(direction)), 10).byMeaning());
  }

  /** Of which none went meanwhile. */
  protected final List<Passage> passages(List<Hit> hits) {
    Map<String, Passage> passages = index.passages(hits.stream().map(Hit::id).toList());
    assertThat(passages).hasSameSizeAs(hits);
    return hits.stream().flatMap(hit -> Stream.ofNullable(passages.get(hit.id()))).toList();
  }
}
