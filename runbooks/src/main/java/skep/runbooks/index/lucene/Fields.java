package skep.runbooks.index.lucene;

import java.util.List;
import java.util.Optional;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import skep.runbooks.index.PassageIndex.Entry;
import skep.runbooks.index.Terms;
import skep.runbooks.passages.Passage;

/** A passage as Lucene keeps it, and the questions put to it. */
final class Fields {
  static final String ID = "id";

  private static final String PATH = "path";
  private static final String HEADINGS = "headings";
  private static final String ANCHOR = "anchor";
  private static final String TEXT = "text";
  static final String WORDS = "words";
  static final String TITLES = "titles";
  private static final String VECTOR = "vector";

  /** More terms make no question clearer, only slower. */
  private static final int MOST_TERMS = 250;

  private Fields() {}

  static Document document(Entry entry) {
    Passage passage = entry.passage();
    Document document = new Document();
    document.add(new StringField(ID, passage.id(), Field.Store.NO));
    document.add(new BinaryDocValuesField(ID, new BytesRef(passage.id())));
    document.add(new StoredField(PATH, passage.path()));
    passage.headings().forEach(heading -> document.add(new StoredField(HEADINGS, heading)));
    document.add(new StoredField(ANCHOR, passage.anchor()));
    document.add(new StoredField(TEXT, passage.text()));
    document.add(new TextField(WORDS, passage.searched(), Field.Store.NO));
    document.add(new TextField(TITLES, passage.about(), Field.Store.NO));
    document.add(
        new KnnFloatVectorField(VECTOR, entry.vector(), VectorSimilarityFunction.DOT_PRODUCT));
    return document;
  }

  static Passage passage(Document document) {
    List<String> headings = List.of(document.getValues(HEADINGS));
    return new Passage(document.get(PATH), headings, document.get(ANCHOR), document.get(TEXT));
  }

  /**
   * Any term of the question; empty where it has none.
   *
   * @param field {@link #WORDS} or {@link #TITLES}
   */
  static Optional<Query> byTerms(String field, Terms terms, String question) {
    List<String> sought = terms.of(question).stream().distinct().limit(MOST_TERMS).toList();
    if (sought.isEmpty()) {
      return Optional.empty();
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    sought.forEach(
        term -> any.add(new TermQuery(new Term(field, term)), BooleanClause.Occur.SHOULD));
    return Optional.of(any.build());
  }

  static Query byMeaning(float[] vector, int most) {
    return new KnnFloatVectorQuery(VECTOR, vector, most);
  }

  /** Lucene keeps cosines from 0 to 1. */
  static double cosine(double score) {
    return 2 * score - 1;
  }
}
