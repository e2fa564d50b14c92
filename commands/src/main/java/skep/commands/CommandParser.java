package skep.commands;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import skep.commands.Grammar.Form;
import skep.commands.Grammar.Option;
import skep.commands.Grammar.Part;
import skep.commands.Grammar.Verb;
import skep.commands.chat.Quoted;

/** From a typed line to what it means. Pure; knows the table and nothing else. */
public final class CommandParser {
  private static final int LONGEST = 2_000;
  private static final int LONGEST_KEY = 60_000;
  private static final Pattern PASTED_KEY =
      Pattern.compile(
          "/secrets\\s+recipients\\s+add\\s+`*\\s*(-----BEGIN PGP PUBLIC KEY BLOCK-----.*-----END PGP PUBLIC KEY BLOCK-----)\\s*`*",
          Pattern.DOTALL);

  /** Whatever follows is the question, on as many lines as it has, and however long. */
  private static final Pattern QUESTION =
      Pattern.compile("/ask\\s+(?!help\\s*$)(\\S.*)", Pattern.DOTALL);

  /** The first words of all commands, without the slash. */
  public static Set<String> verbs() {
    return CommandTable.VERBS.stream().map(Verb::name).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * @param line what was typed, from the {@code /} on
   */
  public Parsed parse(String line) {
    String text = line.strip();
    Optional<Parsed> key = pastedKey(text);
    if (key.isPresent()) {
      return key.get();
    }
    Matcher question = QUESTION.matcher(text);
    if (question.matches()) {
      return new Parsed.Command("ask", FormName.Look.ONE, List.of(question.group(1)), Map.of());
    }
    if (text.length() > LONGEST) {
      return unknown("The line is too long for a command.", "/help", Optional.empty());
    }
    Optional<String> invisible = Characters.invisible(text);
    if (invisible.isPresent()) {
      return unknown(
          text.indexOf('\n') >= 0
              ? "A command is one line; this one has several."
              : "The line has a character nobody can see: " + invisible.get() + ".",
          Characters.plain(text.lines().findFirst().orElse("")),
          Optional.empty());
    }
    Words words = Words.of(text.startsWith("/") ? text.substring(1) : text);
    if (words.open() != ' ') {
      return unknown(
          "The quote " + words.open() + " is never closed.", text + words.open(), Optional.empty());
    }
    return words.list().isEmpty()
        ? new Parsed.Help(Optional.empty())
        : parse(words.list().getFirst(), words.list().subList(1, words.list().size()), text);
  }

  /** A GPG key has many lines, and is pasted as it is. */
  private static Optional<Parsed> pastedKey(String text) {
    Matcher key = PASTED_KEY.matcher(text);
    return text.length() <= LONGEST_KEY && key.matches()
        ? Optional.of(
            new Parsed.Command("secrets", FormName.Secrets.ADD, List.of(key.group(1)), Map.of()))
        : Optional.empty();
  }

  private static Parsed parse(String name, List<String> words, String text) {
    Optional<String> foreign = Characters.foreign(name);
    if (foreign.isPresent()) {
      return lookAlike(foreign.get(), text, Optional.empty());
    }
    Optional<Verb> verb = CommandTable.verb(name);
    if (verb.isEmpty()) {
      return wrongVerb(name, words);
    }
    if (name.equals("help") || words.equals(List.of("help"))) {
      return help(name, words);
    }
    return new Line(verb.get(), text).parse(words);
  }

  private static Parsed wrongVerb(String name, List<String> words) {
    List<String> names = CommandTable.VERBS.stream().map(Verb::name).toList();
    Optional<String> near = Nearest.to(name.toLowerCase(java.util.Locale.ROOT), names);
    String rest = words.isEmpty() ? "" : " " + String.join(" ", words);
    return unknown(
        "There is no command " + Quoted.code("/" + name) + ".",
        near.map(right -> "/" + right + rest).orElse("/help"),
        near.flatMap(CommandTable::verb));
  }

  private static Parsed help(String name, List<String> words) {
    if (!name.equals("help")) {
      return new Parsed.Help(Optional.of(name));
    }
    Optional<String> about = words.stream().findFirst().map(word -> word.replaceFirst("^/", ""));
    return about.isEmpty() || CommandTable.verb(about.get()).isPresent()
        ? new Parsed.Help(about)
        : wrongVerb(about.get(), List.of("help"));
  }

  private static Parsed.Unknown lookAlike(String character, String text, Optional<Verb> verb) {
    return unknown(
        "The character " + character + " is not one of a command or a name; it only looks like it.",
        Characters.plain(text),
        verb);
  }

  static Parsed.Unknown unknown(String reason, String nearest, Optional<Verb> verb) {
    return new Parsed.Unknown(
        reason,
        nearest,
        verb.map(Verb::examples).orElse(List.of("/diff web", "/deploy web", "/rollback web")));
  }

  /** The rest of a line whose verb is known. */
  private record Line(Verb verb, String text) {
    Parsed parse(List<String> words) {
      List<String> plain = new ArrayList<>();
      Map<String, String> options = new HashMap<>();
      for (int at = 0; at < words.size(); at++) {
        String word = words.get(at);
        boolean option = word.startsWith("-") || word.startsWith("—") || word.startsWith("–");
        if (!option || freeText(plain)) {
          plain.add(word);
          continue;
        }
        Optional<String> foreign = Characters.foreign(word);
        if (foreign.isPresent()) {
          return lookAlike(foreign.get(), text, Optional.of(verb));
        }
        Optional<String> next =
            at + 1 < words.size() ? Optional.of(words.get(at + 1)) : Optional.empty();
        Taken taken = take(word, next);
        if (taken.wrong().isPresent()) {
          return taken.wrong().get();
        }
        if (options.putIfAbsent(taken.name(), taken.value()) != null) {
          return wrong(taken.name() + " is given twice.", "/help " + verb.name());
        }
        at += taken.more();
      }
      return match(plain, options);
    }

    /** Whether the words so far begin a form that ends in free text and already reached it. */
    private boolean freeText(List<String> words) {
      return verb.forms().stream()
          .filter(form -> form.starts(words))
          .anyMatch(form ->
              form.parts().getLast() instanceof Part.Rest
                  && words.size() >= form.parts().size() - 1);
    }

    private record Taken(String name, String value, int more, Optional<Parsed> wrong) {
      static Taken wrong(Parsed wrong) {
        return new Taken("", "", 0, Optional.of(wrong));
      }
    }

    private Taken take(String word, Optional<String> next) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      Optional<Option> known =
          verb.forms().stream()
              .flatMap(form -> form.options().stream())
              .filter(option -> option.name().equals(name))
              .findFirst();
      if (known.isEmpty()) {
        return Taken.wrong(noSuchOption(name));
      }
      if (known.get().value().isEmpty()) {
        return equals < 0
            ? new Taken(name, "", 0, Optional.empty())
            : Taken.wrong(wrong(Quoted.code(name) + " takes no value.", text.replace(word, name)));
      }
      Optional<String> value =
          equals < 0
              ? next.filter(candidate -> !candidate.startsWith("-"))
              : Optional.of(word.substring(equals + 1)).filter(given -> !given.isEmpty());
      if (value.isEmpty()) {
        return Taken.wrong(
            wrong(name + " needs a value.", "/" + verb.name() + " … " + known.get().usage()));
      }
      List<String> choices = known.get().choices();
      if (!choices.isEmpty() && !choices.contains(value.get())) {
        String right = Nearest.to(value.get(), choices).orElse(choices.getFirst());
        return Taken.wrong(
            wrong(
                "%s is one of %s, not %s."
                    .formatted(name, String.join(", ", choices), Quoted.code(value.get())),
                text.replace(value.get(), right)));
      }
      return new Taken(name, value.get(), equals < 0 ? 1 : 0, Optional.empty());
    }

    private Parsed noSuchOption(String name) {
      List<String> names =
          verb.forms().stream()
              .flatMap(form -> form.options().stream())
              .map(Option::name)
              .distinct()
              .toList();
      return wrong(
          "/" + verb.name() + " has no option " + Quoted.code(name) + ".",
          Nearest.to(name, names)
              .map(right -> text.replace(name, right))
              .orElse("/help " + verb.name()));
    }

    private Parsed match(List<String> words, Map<String, String> options) {
      for (Form form : verb.forms()) {
        if (fits(form, words)) {
          return command(form, words, options);
        }
      }
      return new Suggestion(verb, words, options).unknown();
    }

    private static boolean fits(Form form, List<String> words) {
      List<Part> parts = form.parts();
      boolean rest = !parts.isEmpty() && parts.getLast() instanceof Part.Rest;
      if (rest ? words.size() < parts.size() : words.size() != parts.size()) {
        return false;
      }
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).fits(words.get(i))) {
          return false;
        }
      }
      return true;
    }

    private Parsed command(Form form, List<String> words, Map<String, String> options) {
      List<String> chosen = new ArrayList<>();
      for (int i = 0; i < form.parts().size(); i++) {
        switch (form.parts().get(i)) {
          case Part.Keyword _ -> {}
          case Part.Rest _ -> chosen.add(String.join(" ", words.subList(i, words.size())));
          case Part.Value _ -> {
            Optional<String> foreign = Characters.foreign(words.get(i));
            if (foreign.isPresent()) {
              return lookAlike(foreign.get(), text, Optional.of(verb));
            }
            chosen.add(words.get(i));
          }
        }
      }
      List<String> allowed = form.options().stream().map(Option::name).toList();
      Optional<String> misplaced =
          options.keySet().stream().filter(name -> !allowed.contains(name)).sorted().findFirst();
      return misplaced.isPresent()
          ? wrong(
              misplaced.get() + " does not belong to this form of /" + verb.name() + ".",
              form.usage(verb.name()))
          : new Parsed.Command(verb.name(), form.name(), chosen, options);
    }

    private Parsed wrong(String reason, String nearest) {
      return unknown(reason, nearest, Optional.of(verb));
    }
  }
}
