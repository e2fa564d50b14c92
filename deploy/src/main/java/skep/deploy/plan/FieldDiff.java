package skep.deploy.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import skep.deploy.plan.spec.ServiceFields;

/**
 * What differs between two flat services, fit to be read in chat: values that look like secrets are
 * hidden even where nobody declared them one.
 */
final class FieldDiff {
  private static final Pattern SECRET_KEY =
      Pattern.compile(
          "(?i)passw|passphrase|pwd|token|secret|credential|basicauth|(api|access|private|^|[_.-])key");
  private static final Pattern USER_INFO = Pattern.compile("(://[^/@:\\s]*:)[^/@\\s]+@");
  private static final Pattern ARGUMENT =
      Pattern.compile(
          "(?i)(--?[a-z-]*(?:password|passwd|token|secret|key)[a-z-]*(?:=|\",\"))[^\"\\s]+");
  private static final String HIDDEN = "(hidden)";
  private static final List<String> FIRST =
      List.of("image", "deploy.mode", "deploy.replicas", "ports", "entrypoint", "command");

  /** Labels every service of every stack carries. */
  private static final String OF_THE_STACK = "labels.com.docker.stack.";

  private FieldDiff() {}

  static List<Plan.Field> between(SortedMap<String, String> from, SortedMap<String, String> to) {
    var paths = new TreeSet<>(from.keySet());
    paths.addAll(to.keySet());
    var fields = new ArrayList<Plan.Field>();
    for (String path : paths) {
      Optional<String> before = Optional.ofNullable(from.get(path));
      Optional<String> after = Optional.ofNullable(to.get(path));
      if (!before.equals(after)) {
        fields.add(shown(path, before, after));
      }
    }
    if (fields.stream().anyMatch(field -> field.path().equals("image"))) {
      fields.removeIf(field -> ServiceFields.repeatsImage(field.path()));
    }
    return fields;
  }

  /** What a new service is: everything the file says of it, the most telling first. */
  static List<Plan.Field> outline(Map<String, String> fields) {
    return Stream.concat(FIRST.stream(), fields.keySet().stream().sorted())
        .distinct()
        .filter(fields::containsKey)
        .filter(path -> !path.contains(OF_THE_STACK) && !path.equals("image platforms"))
        .map(path -> shown(path, Optional.empty(), Optional.of(fields.get(path))))
        .toList();
  }

  private static Plan.Field shown(String path, Optional<String> before, Optional<String> after) {
    if (mayHoldSecrets(path) && SECRET_KEY.matcher(path).find()) {
      return new Plan.Field(
          path,
          before.map(value -> HIDDEN),
          after.map(value -> before.isPresent() ? "(hidden, changed)" : HIDDEN));
    }
    Optional<String> from = before.map(FieldDiff::concealed);
    Optional<String> to = after.map(FieldDiff::concealed);
    return from.isPresent() && from.equals(to)
        ? new Plan.Field(path, from, to.map(value -> value + " (a hidden part changed)"))
        : new Plan.Field(path, from, to);
  }

  private static boolean mayHoldSecrets(String path) {
    return path.startsWith("environment.")
        || path.contains("labels.")
        || path.startsWith("logging.options.")
        || path.startsWith("TaskTemplate.");
  }

  private static String concealed(String value) {
    String withoutUser = USER_INFO.matcher(value).replaceAll("$1" + HIDDEN + "@");
    return ARGUMENT.matcher(withoutUser).replaceAll("$1" + HIDDEN);
  }
}
