package skep.runbooks.index.lucene;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
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
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
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
import org.apache.lucene.store.AlreadyClosedException;
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
  private final Directory directory;
  private final Terms terms;
  private final IndexWriter writer;
  private final SearcherManager searchers;

  private LuceneIndex(Path folder, Directory directory, Terms terms, IndexWriter writer)
      throws IOException {
    this.folder = folder;
    this.directory = directory;
    this.terms = terms;
    this.writer = writer;
    searchers = new SearcherManager(writer, new Ranked());
  }

  private static final class Ranked extends SearcherFactory {
    @Override
    public IndexSearcher newSearcher(IndexReader reader, IndexReader previous) {
      IndexSearcher searcher = new IndexSearcher(reader);
      searcher.setSimilarity(WORDS);
      return searcher;
    }
  }

  /**
   * One that is not there, or cannot be read, is made anew.
   *
   * @param lost called before that, while what is left of it is still there
   */
  static LuceneIndex open(Path folder, Runnable lost) {
    try {
      return opened(folder, lost);
    } catch (LockObtainFailedException e) {
      throw Folder.taken(folder, e);
    } catch (IOException | IllegalArgumentException e) {
      if (!isDamage(e)) {
        throw Folder.unwritable(folder, e);
      }
      LOG.log(Level.WARNING, "the index in " + folder + " cannot be read, and is made anew", e);
      lost.run();
      Folder.delete(folder);
    }
    try {
      return opened(folder, lost);
    } catch (IOException e) {
      throw Folder.unwritable(folder, e);
    }
  }

  /** And not a disk that is full or a limit on open files, which pass. */
  private static boolean isDamage(Exception e) {
    return e instanceof CorruptIndexException
        || e instanceof IndexFormatTooNewException
        || e instanceof IndexFormatTooOldException
        || e instanceof EOFException
        || e instanceof FileNotFoundException
        || e instanceof NoSuchFileException
        || e instanceof IllegalArgumentException;
  }

  private static LuceneIndex opened(Path folder, Runnable lost) throws IOException {
    Directory directory = FSDirectory.open(folder);
    Terms terms = new Terms();
    try {
      if (!DirectoryReader.indexExists(directory)) {
        lost.run();
      }
      return written(folder, directory, terms);
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileHandlingException(directory, terms);
      throw e;
    }
  }

  private static LuceneIndex written(Path folder, Directory directory, Terms terms)
      throws IOException {
    IndexWriter writer =
        new IndexWriter(directory, new IndexWriterConfig(terms).setSimilarity(WORDS));
    try {
      return new LuceneIndex(folder, directory, terms, writer);
    } catch (IOException | RuntimeException e) {
      // Its lock would keep a new one out; a close would write into what is damaged.
      IOUtils.closeWhileHandlingException(writer::rollback);
      throw e;
    }
  }

  /** Not after an error that Lucene does not write on after; it can be searched all the same. */
  boolean isWritable() {
    return writer.isOpen();
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
    } catch (AlreadyClosedException e) {
      throw closed(e);
    } catch (IllegalArgumentException e) {
      throw new IndexException("the index does not take it: " + e.getMessage(), e);
    }
  }

  private IndexException closed(AlreadyClosedException cause) {
    return new IndexException(
        "the index in %s is closed, by the program's end or an error: %s; the next sync opens it"
            .formatted(folder, cause.getMessage()),
        cause);
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
    } catch (AlreadyClosedException e) {
      throw closed(e);
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
      IOUtils.close(searchers, writer, directory, terms);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the index in " + folder + " was not closed well", e);
    }
  }
}
