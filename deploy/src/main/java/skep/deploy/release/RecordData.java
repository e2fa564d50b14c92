package skep.deploy.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The shape of every record's data: one JSON object, compressed with gzip. */
public final class RecordData {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Far above what a real stack needs; a record that swells beyond it was not written by Skep. */
  private static final int MAX_INFLATED = 64 * 1024 * 1024;

  private RecordData() {}

  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** JSON text another package wrote, as part of a record. */
  public static JsonNode tree(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("no JSON", e);
    }
  }

  public static byte[] bytes(JsonNode tree) {
    try {
      return JSON.writeValueAsBytes(tree);
    } catch (IOException e) {
      throw new UncheckedIOException("a JSON tree always writes", e);
    }
  }

  public static byte[] pack(ObjectNode node) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      JSON.writeValue(gzip, node);
    } catch (IOException e) {
      throw new UncheckedIOException("a record could not be written as JSON", e);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws UnreadableRecordException where the data is not what {@link #pack} makes
   */
  public static ObjectNode unpack(RecordStore.Stored stored) {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(stored.data()))) {
      byte[] plain = gzip.readNBytes(MAX_INFLATED + 1);
      if (plain.length > MAX_INFLATED) {
        throw new UnreadableRecordException(stored.name(), "it inflates beyond every bound");
      }
      JsonNode node = JSON.readTree(plain);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new UnreadableRecordException(stored.name(), "it holds no JSON object");
    } catch (IOException e) {
      throw new UnreadableRecordException(stored.name(), e.getClass().getSimpleName());
    }
  }

  /** A record is there but cannot be read: damaged, or written by a newer Skep. */
  public static final class UnreadableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnreadableRecordException(String name, String why) {
      super(
          "the record %s cannot be read (%s); remove it with: docker config rm %s"
              .formatted(name, why, name));
    }
  }
}
