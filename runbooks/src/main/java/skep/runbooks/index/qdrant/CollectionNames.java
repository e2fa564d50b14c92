package skep.runbooks.index.qdrant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import skep.runbooks.embedding.Embedder;

/**
 * Names of collections of one base. The same for the same model and format, so that a bot that was
 * killed while it filled one finds it again.
 *
 * @param base also the alias that points at what is searched
 */
record CollectionNames(String base) {
  /** Counts up when points or vectors of words are made otherwise than before. */
  private static final int FORMAT = 2;

  private static final int HASH_BYTES = 6;

  String of(Embedder.Model model) {
    String all = "%d\n%s\n%d".formatted(FORMAT, model.name(), model.dimensions());
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(UTF_8));
      return base + "-" + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Not those of a base that only begins with this one. */
  boolean has(String collection) {
    return collection.matches(Pattern.quote(base) + "-[0-9a-f]{" + 2 * HASH_BYTES + "}");
  }
}
