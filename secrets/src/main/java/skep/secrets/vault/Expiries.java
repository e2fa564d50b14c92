package skep.secrets.vault;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The days until which values are good, as comments in their file say: {@code # expires:
 * 2027-01-31} behind a value or on a line above it.
 */
final class Expiries {
  private static final Pattern COMMENT =
      Pattern.compile("#\\s*expires:\\s*(\\d{4}-\\d{2}-\\d{2})\\b");

  private Expiries() {}

  static SortedMap<KeyPath, LocalDate> in(SecretDocument document) {
    List<String> lines = new String(document.bytes(), StandardCharsets.UTF_8).lines().toList();
    SortedMap<Integer, KeyPath> keys = document.lines();
    SortedMap<KeyPath, LocalDate> expiries = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      Optional<LocalDate> day = day(lines.get(i));
      Optional<KeyPath> key =
          keys.tailMap(i).entrySet().stream().findFirst().map(entry -> entry.getValue());
      if (day.isPresent() && key.isPresent()) {
        expiries.put(key.get(), day.get());
      }
    }
    return expiries;
  }

  private static Optional<LocalDate> day(String line) {
    Matcher comment = COMMENT.matcher(line);
    try {
      return comment.find() ? Optional.of(LocalDate.parse(comment.group(1))) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
