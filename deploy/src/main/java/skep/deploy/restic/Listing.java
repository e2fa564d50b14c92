package skep.deploy.restic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a JSON document of restic lists.
 *
 * @param entries those that could be read
 * @param skipped lines around the document, and entries in it, that could not
 */
public record Listing<T>(List<T> entries, int skipped) {
  /** More than any repository should hold; a document beyond is no listing to act upon. */
  private static final int MOST = 200_000;

  public Listing {
    entries = List.copyOf(entries);
  }

  /**
   * The first document in these lines. Around it may stand what restic wrote to its other stream.
   *
   * @param field of the document's object that has the list; empty where the list is the document
   * @param read empty for an entry that cannot be used
   * @return empty where there is no whole document
   */
  static <T> Optional<Listing<T>> read(
      List<String> lines, String field, Function<JsonNode, Optional<T>> read) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(field.isEmpty() ? "[" : "{")) {
        Optional<Listing<T>> listing = document(lines.get(i), field, read);
        if (listing.isPresent()) {
          int around = lines.size() - 1;
          return listing.map(all -> new Listing<>(all.entries(), all.skipped() + around));
        }
      }
    }
    return Optional.empty();
  }

  private static <T> Optional<Listing<T>> document(
      String line, String field, Function<JsonNode, Optional<T>> read) {
    List<T> entries = new ArrayList<>();
    int all = 0;
    try (JsonParser parser = JsonLine.JSON.createParser(line)) {
      if (!toList(parser, field)) {
        return Optional.empty();
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == null || ++all > MOST) {
          return Optional.empty();
        }
        JsonNode entry = parser.readValueAsTree();
        read.apply(entry).ifPresent(entries::add);
      }
      return Optional.of(new Listing<>(entries, all - entries.size()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean toList(JsonParser parser, String field) throws IOException {
    JsonToken token = parser.nextToken();
    while (!field.isEmpty() && token != null) {
      token = parser.nextToken();
      if (token == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals(field);
        token = parser.nextToken();
        if (found) {
          break;
        }
        parser.skipChildren();
      }
    }
    return token == JsonToken.START_ARRAY;
  }
}
