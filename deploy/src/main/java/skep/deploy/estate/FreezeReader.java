package skep.deploy.estate;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import skep.deploy.estate.Freeze.Moment;
import skep.deploy.estate.Freeze.Window;
import skep.deploy.yaml.Fields;
import skep.deploy.yaml.Nearest;

/** Reads {@code freeze:}. */
final class FreezeReader {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
  private static final Pattern WEEKLY =
      Pattern.compile("(mon|tue|wed|thu|fri|sat|sun) (\\d\\d:\\d\\d)");
  private static final String FORMS = "must be as \"fri 16:00\", or as \"2026-12-20 16:00\"";

  private final List<String> stacks;

  private FreezeReader(List<String> stacks) {
    this.stacks = stacks;
  }

  /**
   * @param stacks what the estate has
   */
  static List<Freeze> read(Fields root, List<String> stacks) {
    FreezeReader reader = new FreezeReader(stacks);
    return root.mappings("freeze").stream().flatMap(one -> reader.freeze(one).stream()).toList();
  }

  private Optional<Freeze> freeze(Fields fields) {
    Optional<ZoneId> zone = zone(fields);
    Optional<Object> from = moment(fields, "from");
    Optional<Object> to = moment(fields, "to");
    List<String> only = fields.textOrTexts("stacks");
    only.stream()
        .filter(name -> !stacks.contains(name))
        .forEach(name ->
            fields.problem(
                fields.markOf("stacks"),
                "%s: there is no stack %s%s"
                    .formatted(
                        fields.path("stacks"),
                        name,
                        Nearest.of(name, stacks)
                            .map(right -> "; did you mean " + right + "?")
                            .orElse(""))));
    Optional<String> why = fields.text("why").filter(text -> !text.isBlank());
    if (why.isEmpty()) {
      fields.problem(fields.mark(), fields.path("why") + " must say why nothing is deployed then");
    }
    fields.done();
    if (zone.isEmpty() || from.isEmpty() || to.isEmpty() || why.isEmpty()) {
      return Optional.empty();
    }
    return window(fields, from.get(), to.get(), zone.get())
        .map(window -> new Freeze(window, only, why.get()));
  }

  private static Optional<Window> window(Fields fields, Object from, Object to, ZoneId zone) {
    try {
      if (from instanceof Moment first && to instanceof Moment last) {
        return Optional.of(new Window.Weekly(first, last, zone));
      }
      if (from instanceof LocalDateTime first && to instanceof LocalDateTime last) {
        return Optional.of(new Window.Once(first, last, zone));
      }
      fields.problem(fields.markOf("to"), fields.path("to") + " must be of the same form as from");
    } catch (IllegalArgumentException e) {
      fields.problem(fields.markOf("to"), fields.path("to") + ": " + e.getMessage());
    }
    return Optional.empty();
  }

  private static Optional<Object> moment(Fields fields, String key) {
    String text = fields.text(key).orElse("").strip().toLowerCase(Locale.ROOT);
    try {
      Matcher weekly = WEEKLY.matcher(text);
      return Optional.of(
          weekly.matches()
              ? new Moment(day(weekly.group(1)), LocalTime.parse(weekly.group(2)))
              : LocalDateTime.parse(text, DAY));
    } catch (DateTimeException e) {
      fields.problem(fields.markOf(key), "%s %s".formatted(fields.path(key), FORMS));
      return Optional.empty();
    }
  }

  private static DayOfWeek day(String word) {
    return Stream.of(DayOfWeek.values())
        .filter(day -> day.name().toLowerCase(Locale.ROOT).startsWith(word))
        .findFirst()
        .orElseThrow();
  }

  private static Optional<ZoneId> zone(Fields fields) {
    Optional<String> name = fields.text("zone");
    try {
      return Optional.of(name.map(ZoneId::of).orElse(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      fields.problem(
          fields.markOf("zone"),
          fields.path("zone") + " must be a time zone such as Europe/Vienna, or UTC");
      return Optional.empty();
    }
  }
}
