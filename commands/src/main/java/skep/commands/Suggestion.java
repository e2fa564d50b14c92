package skep.commands;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import skep.commands.Grammar.Form;
import skep.commands.Grammar.Part;
import skep.commands.Grammar.Verb;
import skep.commands.chat.Quoted;

/**
 * What to type instead of a line that fits no form of its verb. Never a line that does something
 * else than the words say: {@code /rollback web 41} is not {@code /rollback web}.
 */
record Suggestion(Verb verb, List<String> words, Map<String, String> options) {

  Parsed.Unknown unknown() {
    if (words.isEmpty()) {
      return wrong("/" + verb.name() + " needs to know what.", verb.examples().getFirst());
    }
    return known().or(this::misspelt).or(this::completed).orElseGet(this::tooMany);
  }

  /** Its first word is right, the rest is not. */
  private Optional<Parsed.Unknown> known() {
    return verb.forms().stream()
        .filter(form -> form.starts(words))
        .reduce((_, last) -> last)
        .map(form ->
            wrong(
                "/%s %s takes other words than these."
                    .formatted(verb.name(), form.name().keyword()),
                form.usage(verb.name())));
  }

  private Optional<Parsed.Unknown> misspelt() {
    List<String> keywords =
        verb.forms().stream()
            .map(form -> form.name().keyword())
            .filter(word -> !word.isEmpty())
            .distinct()
            .toList();
    return Nearest.to(words.getFirst(), keywords)
        .map(right -> {
          List<String> better = new ArrayList<>(words);
          better.set(0, right);
          return wrong(
              "/%s has no form %s.".formatted(verb.name(), Quoted.code(words.getFirst())),
              line(better));
        });
  }

  /** A word such as {@code to} is missing, or misspelt. */
  private Optional<Parsed.Unknown> completed() {
    for (Form form : verb.forms()) {
      Optional<List<String>> better =
          form.parts().stream().anyMatch(Part.Rest.class::isInstance)
              ? Optional.empty()
              : inserted(form).or(() -> corrected(form));
      if (better.isPresent()) {
        String why = "/" + verb.name() + " has no such form: a word is missing or misspelt.";
        return better.map(line -> wrong(why, line(line)));
      }
    }
    return Optional.empty();
  }

  private Optional<List<String>> inserted(Form form) {
    long values = form.parts().stream().filter(Part.Value.class::isInstance).count();
    if (values != words.size()) {
      return Optional.empty();
    }
    Iterator<String> rest = words.iterator();
    return Optional.of(
        form.parts().stream()
            .map(part -> part instanceof Part.Keyword(var word) ? word : rest.next())
            .toList());
  }

  private Optional<List<String>> corrected(Form form) {
    if (form.parts().size() != words.size()) {
      return Optional.empty();
    }
    List<String> line = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      if (form.parts().get(i) instanceof Part.Keyword(var word)) {
        if (Nearest.to(words.get(i), List.of(word)).isEmpty()) {
          return Optional.empty();
        }
        line.add(word);
      } else {
        line.add(words.get(i));
      }
    }
    return Optional.of(line);
  }

  private Parsed.Unknown tooMany() {
    String reason = "Too many words after /" + verb.name() + ".";
    // The longest form: what was typed says more than the short one does.
    Optional<Form> longer =
        verb.forms().stream()
            .filter(form -> form.name().keyword().isEmpty() && form.parts().size() > 1)
            .findFirst();
    return longer
        .map(form -> wrong(reason, form.usage(verb.name())))
        .orElseGet(() -> wrong(reason, line(List.of(words.getFirst()))));
  }

  private String line(List<String> right) {
    StringBuilder line = new StringBuilder("/").append(verb.name());
    right.forEach(word -> line.append(' ').append(word));
    new TreeMap<>(options)
        .forEach((name, value) ->
            line.append(' ').append(name).append(value.isEmpty() ? "" : "=" + value));
    return line.toString();
  }

  private Parsed.Unknown wrong(String reason, String nearest) {
    return CommandParser.unknown(reason, nearest, Optional.of(verb));
  }
}
