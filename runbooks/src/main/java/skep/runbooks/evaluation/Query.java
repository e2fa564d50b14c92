package skep.runbooks.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A question whose answer is known.
 *
 * @param relevant paths of the pages that answer it; none where no page does, or nobody said
 */
record Query(String id, String text, Set<String> relevant) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public Query {
    relevant = Set.copyOf(relevant);
    if (id.isBlank() || id.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException("'" + id + "' is no id: it is empty or has a blank in it");
    }
  }

  /**
   * Reads JSON lines with {@code id}, {@code query} and, where known, {@code relevant}.
   *
   * @throws IllegalArgumentException with the line that is none
   */
  static List<Query> read(Path file) throws IOException {
    List<Query> queries = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        queries.add(parse(lines.get(i), "%s, line %d".formatted(file, i + 1)));
      }
    }
    return queries;
  }

  private static Query parse(String line, String where) {
    try {
      JsonNode read = JSON.readTree(line);
      if (!read.path("id").isTextual() || !read.path("query").isTextual()) {
        throw new IllegalArgumentException(
            where + ": a query needs the texts \"id\" and \"query\"");
      }
      Set<String> relevant = new LinkedHashSet<>();
      read.path("relevant").forEach(path -> relevant.add(path.asText()));
      return new Query(read.path("id").asText(), read.path("query").asText(), relevant);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(where + " is no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
