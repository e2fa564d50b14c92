package skep.runbooks.index.lucene;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;
import skep.runbooks.index.PassageIndex.Candidates;
import skep.runbooks.index.PassageIndex.Entry;
import skep.runbooks.index.PassageIndex.Hit;
import skep.runbooks.index.PassageIndex.IndexException;
import skep.runbooks.index.Terms;
import skep.runbooks.passages.Passage;

/** One generation: what is put into it is on disk, and found, when the call returns. */
final class LuceneIndex implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(LuceneIndex.class.getName());

  /** Passages are short: how often a word stands there says less than in whole pages. */
  private static final Similarity WORDS = new BM25Similarity(0.9f, 0.4f);

  private final Path folder;
  private final boolean anew;
  private final Directory directory;
  private final Terms terms = new Terms();
  private final IndexWriter writer;
  private final SearcherManager searchers;

  private LuceneIndex(Path folder, boolean anew) throws IOException {
    this.folder = folder;
    this.anew = anew;
    directory = FSDirectory.open(folder);
    try {
      writer = new IndexWriter(directory, new IndexWriterConfig(terms).setSimilarity(WORDS));
      searchers = new SearcherManager(writer, new Ranked());
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileHandlingException(directory);
      throw e;
    }
  }

  private static final class Ranked extends SearcherFactory {
    @Override
    public IndexSearcher newSearcher(IndexReader reader, IndexReader previous) {
      IndexSearcher searcher = new IndexSearcher(reader);
      searcher.setSimilarity(WORDS);
      return searcher;
    }
  }

  /** One that cannot be read is made anew. */
  static LuceneIndex open(Path folder) {
    try {
      return new LuceneIndex(folder, false);
    } catch (LockObtainFailedException e) {
      throw new IndexException(
          "another program uses the index in %s; give each its own SKEP_INDEX_FOLDER"
              .formatted(folder),
          e);
    } catch (IOException | IllegalArgumentException e) {
      LOG.log(Level.WARNING, "the index in " + folder + " cannot be read, and is made anew", e);
      Folder.delete(folder);
    }
    try {
      return new LuceneIndex(folder, true);
    } catch (IOException e) {
      throw Folder.unwritable(folder, e);
    }
  }

  /** Whether it lost what it held. */
  boolean isAnew() {
    return anew;
  }

  void put(List<Entry> entries) {
    writing(() -> {
      for (Entry entry : entries) {
        writer.updateDocument(new Term(Fields.ID, entry.passage().id()), Fields.document(entry));
      }
    });
  }

  void remove(Set<String> ids) {
    writing(() ->
        writer.deleteDocuments(
            ids.stream().map(id -> new Term(Fields.ID, id)).toArray(Term[]::new)));
  }

  private void writing(Write write) {
    try {
      write.run();
      writer.commit();
      searchers.maybeRefreshBlocking();
    } catch (IOException e) {
      throw Folder.unwritable(folder, e);
    } catch (IllegalArgumentException e) {
      throw new IndexException("the index does not take it: " + e.getMessage(), e);
    }
  }

  private interface Write {
    void run() throws IOException;
  }

  Set<String> ids() {
    return searching(searcher -> {
      Set<String> ids = new HashSet<>();
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        BinaryDocValues values = DocValues.getBinary(leaf.reader(), Fields.ID);
        Optional<Bits> live = Optional.ofNullable(leaf.reader().getLiveDocs());
        while (values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
          if (live.isEmpty() || live.get().get(values.docID())) {
            ids.add(values.binaryValue().utf8ToString());
          }
        }
      }
      return ids;
    });
  }

  Map<String, Passage> passages(Collection<String> ids) {
    List<BytesRef> sought = ids.stream().map(BytesRef::new).toList();
    return searching(searcher -> {
      Map<String, Passage> passages = new HashMap<>();
      Query query = new TermInSetQuery(Fields.ID, sought);
      for (ScoreDoc found : searcher.search(query, Math.max(1, sought.size())).scoreDocs) {
        Passage passage = Fields.passage(searcher.storedFields().document(found.doc));
        passages.put(passage.id(), passage);
      }
      return passages;
    });
  }

  Candidates search(String question, Optional<float[]> vector, int most) {
    Optional<Query> words = Fields.byTerms(Fields.WORDS, terms, question);
    Optional<Query> headings = Fields.byTerms(Fields.TITLES, terms, question);
    Optional<Query> meaning = vector.map(one -> Fields.byMeaning(one, most));
    return searching(searcher ->
        new Candidates(
            hits(searcher, words, most, score -> score),
            hits(searcher, headings, most, score -> score),
            hits(searcher, meaning, most, Fields::cosine)));
  }

  private static List<Hit> hits(
      IndexSearcher searcher, Optional<Query> query, int most, DoubleUnaryOperator score)
      throws IOException {
    List<Hit> hits = new ArrayList<>();
    if (query.isPresent()) {
      for (ScoreDoc found : searcher.search(query.get(), most).scoreDocs) {
        hits.add(new Hit(id(searcher, found.doc), score.applyAsDouble(found.score)));
      }
    }
    return hits;
  }

  private static String id(IndexSearcher searcher, int document) throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    BinaryDocValues values = DocValues.getBinary(leaf.reader(), Fields.ID);
    if (!values.advanceExact(document - leaf.docBase)) {
      throw new IllegalStateException("a passage in the index has no id");
    }
    return values.binaryValue().utf8ToString();
  }

  private <T> T searching(Look<T> look) {
    try {
      IndexSearcher searcher = searchers.acquire();
      try {
        return look.at(searcher);
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException e) {
      throw new IndexException("the index in " + folder + " cannot be read: " + e, e);
    }
  }

  private interface Look<T> {
    T at(IndexSearcher searcher) throws IOException;
  }

  @Override
  public void close() {
    try {
      IOUtils.close(searchers, writer, directory);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the index in " + folder + " was not closed well", e);
    }
  }
}
