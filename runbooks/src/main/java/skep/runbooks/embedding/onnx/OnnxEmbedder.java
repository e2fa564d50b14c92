package skep.runbooks.embedding.onnx;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.files.OwnFolder;

/**
 * bge-small-en-v1.5, quantized: 384 dimensions, 512 tokens; a longer text is embedded in parts,
 * whose mean counts. Which model, and why, is measured in bot/docs/benchmarks.md.
 */
public final class OnnxEmbedder implements Embedder {
  private static final Model MODEL = new Model("bge-small-en-v1.5-q 1", 384);

  /** The model was trained with these words before what is sought. */
  private static final String SEEKING = "Represent this sentence for searching relevant passages: ";

  /** Where the tokenizer's library is unpacked, and run from; by default in the home folder. */
  private static final String CACHE = "ENGINE_CACHE_DIR";

  private final ExecutorService pool;
  private final EmbeddingModel model;

  private OnnxEmbedder(ExecutorService pool) {
    this.pool = pool;
    model = new BgeSmallEnV15QuantizedEmbeddingModel(pool);
  }

  /**
   * Loads the model, which takes a second and about 100 MB.
   *
   * @param threads texts embedded at one time
   * @throws EmbeddingException where its libraries cannot run here
   */
  public static OnnxEmbedder start(int threads) {
    // The tokenizer's library would tell its makers that it runs, and look for graphics cards.
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("RUST_FLAVOR", "cpu");
    try {
      if (System.getProperty(CACHE, "").isEmpty()) {
        String folder = "skep-onnx-" + System.getProperty("user.name");
        System.setProperty(CACHE, OwnFolder.temporary(folder).toString());
      }
      return new OnnxEmbedder(
          Executors.newFixedThreadPool(
              threads, Thread.ofPlatform().daemon().name("embedding-", 0).factory()));
    } catch (LinkageError | RuntimeException | IOException e) {
      throw new EmbeddingException(
          "the embedding model cannot run on this machine (%s); set SKEP_EMBEDDING_URL to one elsewhere"
              .formatted(e),
          e);
    }
  }

  @Override
  public Model model() {
    return MODEL;
  }

  @Override
  public float[] question(String text) {
    return model.embed(SEEKING + text).content().vector();
  }

  @Override
  public List<float[]> passages(List<String> texts) {
    if (texts.isEmpty()) {
      return List.of();
    }
    List<TextSegment> segments = texts.stream().map(TextSegment::from).toList();
    return model.embedAll(segments).content().stream().map(Embedding::vector).toList();
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
