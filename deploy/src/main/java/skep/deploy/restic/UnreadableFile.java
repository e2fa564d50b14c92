package skep.deploy.restic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that is not in the snapshot, or was not restored.
 *
 * @param path empty where restic names none
 * @param why in restic's words, or the system's
 */
public record UnreadableFile(String path, String why) {
  private static final int LONGEST = 4096;
  private static final Pattern ABSENT =
      Pattern.compile("(.+) (does not exist|cannot be accessed), skipping");
  private static final Pattern NOT_RESTORED =
      Pattern.compile("ignoring error for (/.*?): (.+)", Pattern.DOTALL);

  /** Before 0.18 restic tells the system's number alone. */
  private static final Map<Integer, String> NUMBERS =
      Map.of(
          2, "no such file or directory",
          5, "input/output error",
          13, "permission denied",
          21, "is a directory",
          28, "no space left on device",
          30, "read-only file system",
          40, "too many levels of symbolic links",
          116, "stale file handle",
          122, "disk quota exceeded");

  public UnreadableFile {
    path = cut(path);
    why = cut(why);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }

  static boolean tellsOf(String line) {
    return read(line).isPresent();
  }

  /** Empty for a line that tells of none. */
  static Optional<UnreadableFile> read(String line) {
    if (line.startsWith("{")) {
      return JsonLine.parse(line)
          .filter(message -> JsonLine.isOf(message, "error"))
          .filter(message -> message.has("item"))
          .map(message -> new UnreadableFile(message.path("item").asText(), why(message)));
    }
    Matcher absent = ABSENT.matcher(line);
    if (absent.matches()) {
      return Optional.of(new UnreadableFile(absent.group(1), absent.group(2)));
    }
    Matcher notRestored = NOT_RESTORED.matcher(line);
    return notRestored.matches()
        ? Optional.of(new UnreadableFile(notRestored.group(1), notRestored.group(2)))
        : Optional.empty();
  }

  private static String why(JsonNode message) {
    JsonNode error = message.path("error");
    String text = error.path("message").asText(error.isTextual() ? error.asText() : "");
    if (!text.isEmpty()) {
      return text;
    }
    int number = error.path("Err").asInt(0);
    return number == 0
        ? "could not be read"
        : NUMBERS.getOrDefault(number, "error %d of the system".formatted(number));
  }
}
