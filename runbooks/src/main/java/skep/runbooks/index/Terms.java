package skep.runbooks.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * The terms a text is found by: words in their stem, and names of alerts, commands and files whole
 * and in their parts. {@code KubePodNotReady} is also kube, pod and ready.
 */
public final class Terms extends Analyzer {
  private static final int PARTS =
      WordDelimiterGraphFilter.GENERATE_WORD_PARTS
          | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS
          | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE
          | WordDelimiterGraphFilter.CATENATE_ALL
          | WordDelimiterGraphFilter.STEM_ENGLISH_POSSESSIVE;

  @Override
  protected TokenStreamComponents createComponents(String field) {
    WhitespaceTokenizer words = new WhitespaceTokenizer();
    TokenStream terms = new WordDelimiterGraphFilter(words, PARTS, null);
    terms = new FlattenGraphFilter(terms);
    terms = new LowerCaseFilter(terms);
    terms = new StopFilter(terms, EnglishAnalyzer.ENGLISH_STOP_WORDS_SET);
    terms = new PorterStemFilter(terms);
    return new TokenStreamComponents(words, terms);
  }

  /** In the order of the text, each as often as it is there. */
  public List<String> of(String text) {
    List<String> terms = new ArrayList<>();
    try (TokenStream stream = tokenStream("", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        terms.add(term.toString());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory was not read", e);
    }
    return terms;
  }
}
