package skep.deploy.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import skep.deploy.yaml.YamlNode.YamlMapping;
import skep.deploy.yaml.YamlNode.YamlScalar;
import skep.deploy.yaml.YamlNode.YamlSequence;

/**
 * The keys of one mapping, read by type. What is wrong goes to the problems and reads as missing;
 * {@link #done} reports the keys nobody asked for.
 */
public final class Fields {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s|m|h)");

  private final String where;
  private final YamlMapping map;
  private final Problems problems;
  private final Map<String, YamlNode.Entry> byName = new HashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  /**
   * @param where the mapping's path in the file, {@code stacks.web}; empty for the whole document
   */
  public Fields(String where, YamlMapping map, Problems problems) {
    this.where = where;
    this.map = map;
    map.entries().forEach(entry -> byName.put(entry.name(), entry));
    this.problems = problems;
  }

  /** The names of the keys that are there, in the order of the file. */
  public List<String> names() {
    return map.keys();
  }

  /** {@code stacks.web.file} for {@code file}. */
  public String path(String key) {
    return where.isEmpty() ? key : where + "." + key;
  }

  public void problem(Mark mark, String message) {
    problems.add(mark.problem(message));
  }

  /** Where a key stands, or the mapping where it is not there. */
  public Mark markOf(String key) {
    return Optional.ofNullable(byName.get(key)).map(e -> e.key().mark()).orElse(map.mark());
  }

  public Mark mark() {
    return map.mark();
  }

  /** Where an item of a list stands, or its key where it is no list. */
  public Mark markOf(String key, int item) {
    return byName.containsKey(key)
            && byName.get(key).value() instanceof YamlSequence list
            && item < list.items().size()
        ? list.items().get(item).mark()
        : markOf(key);
  }

  /** The value of a key; one written without a value counts as not there. */
  public Optional<YamlNode> node(String key) {
    asked.add(key);
    return Optional.ofNullable(byName.get(key))
        .map(YamlNode.Entry::value)
        .filter(node -> !(node instanceof YamlScalar s && s.isNull()));
  }

  public Optional<String> text(String key) {
    return node(key).flatMap(node -> asText(path(key), node));
  }

  public Optional<Boolean> flag(String key) {
    return value(key, Boolean.class, "true or false");
  }

  public Optional<Integer> whole(String key, int min, int max) {
    String wanted = "a whole number from %d to %d".formatted(min, max);
    Optional<Long> value = value(key, Long.class, wanted);
    if (value.isPresent() && (value.get() < min || value.get() > max)) {
      problem(markOf(key), "%s must be %s".formatted(path(key), wanted));
      return Optional.empty();
    }
    return value.map(Math::toIntExact);
  }

  /** {@code 90s}, {@code 5m}, {@code 500ms}, {@code 1h}. */
  public Optional<Duration> duration(String key) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher m = DURATION.matcher(text.get());
    if (!m.matches()) {
      problem(markOf(key), path(key) + " must be a duration such as 90s or 5m");
      return Optional.empty();
    }
    long count = Long.parseLong(m.group(1));
    return Optional.of(
        switch (m.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          default -> Duration.ofHours(count);
        });
  }

  /** A constant by its word: {@code ROLLED_BACK} is written {@code rolled-back}. */
  public <E extends Enum<E>> Optional<E> oneOf(String key, Class<E> constants) {
    Optional<String> text = text(key);
    Optional<E> found =
        text.flatMap(word ->
            Stream.of(constants.getEnumConstants())
                .filter(constant -> word(constant).equals(word))
                .findFirst());
    if (text.isPresent() && found.isEmpty()) {
      List<String> words = Stream.of(constants.getEnumConstants()).map(Fields::word).toList();
      problem(
          markOf(key),
          "%s must be %s%s"
              .formatted(path(key), String.join(" or ", words), hint(text.get(), words)));
    }
    return found;
  }

  /** A list of text; empty where it is not there. */
  public List<String> texts(String key) {
    return items(key).stream().flatMap(node -> asText(path(key), node).stream()).toList();
  }

  /** A list of text, or a single one. */
  public List<String> textOrTexts(String key) {
    return node(key).filter(YamlScalar.class::isInstance).isPresent()
        ? text(key).stream().toList()
        : texts(key);
  }

  /** Texts by their names. */
  public Map<String, String> textsByName(String key) {
    Map<String, String> texts = new TreeMap<>();
    mapping(key)
        .ifPresent(fields ->
            fields
                .names()
                .forEach(name -> fields.text(name).ifPresent(text -> texts.put(name, text))));
    return texts;
  }

  public Optional<Fields> mapping(String key) {
    return node(key).flatMap(node -> asMapping(path(key), node));
  }

  /** Each mapping of a list. */
  public List<Fields> mappings(String key) {
    List<Fields> fields = new ArrayList<>();
    List<YamlNode> items = items(key);
    for (int i = 0; i < items.size(); i++) {
      asMapping("%s[%d]".formatted(path(key), i), items.get(i)).ifPresent(fields::add);
    }
    return fields;
  }

  /** Reports every key that was never asked for, with the nearest one that was. */
  public void done() {
    map.entries()
        .forEach(entry -> {
          if (!asked.contains(entry.name())) {
            problem(entry.key().mark(), unknown(entry.name()));
          }
        });
  }

  private String unknown(String name) {
    String hint = hint(name, asked);
    return "%s is not a key of %s%s"
        .formatted(
            name,
            where.isEmpty() ? "this file" : where,
            hint.isEmpty()
                ? "; it can have " + asked.stream().sorted().collect(Collectors.joining(", "))
                : hint);
  }

  private static String hint(String written, Iterable<String> known) {
    List<String> candidates = new ArrayList<>();
    known.forEach(candidates::add);
    return written.length() > 100
        ? ""
        : Nearest.of(written, candidates).map(key -> "; did you mean " + key + "?").orElse("");
  }

  private List<YamlNode> items(String key) {
    Optional<YamlNode> node = node(key);
    if (node.isPresent() && !(node.get() instanceof YamlSequence)) {
      wrong(path(key), node.get(), "a list");
    }
    return node.filter(YamlSequence.class::isInstance)
        .map(list -> ((YamlSequence) list).items())
        .orElse(List.of());
  }

  private <T> Optional<T> value(String key, Class<T> type, String wanted) {
    Optional<YamlNode> node = node(key);
    if (node.isPresent() && node.get() instanceof YamlScalar s && type.isInstance(s.value())) {
      return Optional.of(type.cast(s.value()));
    }
    node.ifPresent(other -> wrong(path(key), other, wanted));
    return Optional.empty();
  }

  private Optional<String> asText(String path, YamlNode node) {
    if (node instanceof YamlScalar s && s.value() instanceof String text) {
      return Optional.of(text);
    }
    wrong(path, node, "text");
    return Optional.empty();
  }

  private Optional<Fields> asMapping(String path, YamlNode node) {
    if (node instanceof YamlMapping found) {
      return Optional.of(new Fields(path, found, problems));
    }
    wrong(path, node, "a mapping");
    return Optional.empty();
  }

  private void wrong(String path, YamlNode node, String wanted) {
    String advice =
        wanted.equals("text") && node instanceof YamlScalar s && !s.isNull()
            ? "; write it in quotes: \"" + s.text() + "\""
            : "";
    problem(
        node.mark(), "%s must be %s, not %s%s".formatted(path, wanted, node.described(), advice));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
