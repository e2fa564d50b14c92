package skep.runbooks.embedding.remote;

import com.openai.models.embeddings.Embedding;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.LongStream;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.endpoint.Address;
import skep.runbooks.endpoint.Endpoint;
import skep.runbooks.endpoint.EndpointException;

/** Has vectors made by an endpoint, many texts at a time. */
public final class EndpointEmbedder implements Embedder {
  /** What texts are that have nothing in them: endpoints refuse those. */
  private static final String NOTHING = ".";

  private final Endpoint endpoint;
  private final Settings settings;
  private volatile OptionalInt dimensions;

  /**
   * How texts are put to the model.
   *
   * @param beforeQuestion what the model wants before a question, such as {@code "query: "}
   * @param beforePassage what it wants before a passage
   * @param longest of the characters it reads; what is longer goes to it in parts
   * @param batch of texts in one call
   * @param dimensions of its vectors, if they are not to be found out
   */
  public record Settings(
      String beforeQuestion, String beforePassage, int longest, int batch, OptionalInt dimensions) {
    /** Some 500 tokens, which every model reads. */
    public static final Settings USUAL = new Settings("", "", 1_500, 32, OptionalInt.empty());

    public Settings {
      if (longest < 100 || batch < 1 || dimensions.orElse(1) < 1) {
        throw new IllegalArgumentException(
            "texts of %d characters, %d at a time, in %s dimensions"
                .formatted(longest, batch, dimensions));
      }
    }
  }

  /**
   * @param endpoint to be closed with this
   */
  public EndpointEmbedder(Endpoint endpoint, Settings settings) {
    this.endpoint = endpoint;
    this.settings = settings;
    this.dimensions = settings.dimensions();
  }

  /**
   * @throws EmbeddingException where its dimensions are not known yet, and cannot be found out
   */
  @Override
  public Model model() {
    int known = dimensions.orElseGet(() -> question("dimensions").length);
    Address address = endpoint.address();
    return new Model(
        "%s of %s, in parts of %d after '%s' and '%s'"
            .formatted(
                address.model(),
                address.url(),
                settings.longest(),
                settings.beforeQuestion(),
                settings.beforePassage()),
        known);
  }

  @Override
  public float[] question(String text) {
    return vectors(List.of(text), settings.beforeQuestion()).getFirst();
  }

  @Override
  public List<float[]> passages(List<String> texts) {
    return vectors(texts, settings.beforePassage());
  }

  private List<float[]> vectors(List<String> texts, String before) {
    List<List<String>> parted =
        texts.stream()
            .map(text -> Parts.of(text.isBlank() ? NOTHING : text.strip(), settings.longest()))
            .toList();
    List<String> parts = parted.stream().flatMap(List::stream).map(before::concat).toList();
    List<float[]> vectors = new ArrayList<>();
    for (int from = 0; from < parts.size(); from += settings.batch()) {
      vectors.addAll(batch(parts.subList(from, Math.min(parts.size(), from + settings.batch()))));
    }
    List<float[]> whole = new ArrayList<>();
    int next = 0;
    for (List<String> one : parted) {
      whole.add(joined(one, vectors.subList(next, next + one.size())));
      next += one.size();
    }
    return whole;
  }

  private float[] joined(List<String> parts, List<float[]> vectors) {
    return Vectors.joined(parts.stream().map(String::length).toList(), vectors)
        .orElseThrow(() -> failed(endpoint.unfit("vectors of no direction")));
  }

  private List<float[]> batch(List<String> texts) {
    EmbeddingCreateParams asked =
        EmbeddingCreateParams.builder()
            .model(endpoint.address().model())
            .inputOfArrayOfStrings(texts)
            // The library's own choice, base64, is not understood by all.
            .encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT)
            .build();
    try {
      return endpoint.one(
          client -> inOrder(texts.size(), client.embeddings().create(asked).data()));
    } catch (EndpointException e) {
      throw failed(e);
    }
  }

  private List<float[]> inOrder(int texts, List<Embedding> answer) {
    Map<Long, float[]> vectors = new TreeMap<>();
    for (Embedding one : answer) {
      vectors.put(one.index(), checked(one.embedding()));
    }
    List<Long> wanted = LongStream.range(0, texts).boxed().toList();
    if (answer.size() != texts || !List.copyOf(vectors.keySet()).equals(wanted)) {
      throw endpoint.unfit("%d vectors for %d texts".formatted(vectors.size(), texts));
    }
    return List.copyOf(vectors.values());
  }

  private float[] checked(List<Float> numbers) {
    int known = dimensions.orElse(numbers.size());
    if (numbers.size() != known || known == 0) {
      throw endpoint.unfit("vectors of %d dimensions, not of %d".formatted(numbers.size(), known));
    }
    dimensions = OptionalInt.of(known);
    return Vectors.of(numbers).orElseThrow(() -> endpoint.unfit("vectors of no direction"));
  }

  private static EmbeddingException failed(EndpointException e) {
    return new EmbeddingException(e.getMessage(), e);
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
