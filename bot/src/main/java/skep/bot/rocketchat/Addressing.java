package skep.bot.rocketchat;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.commands.Characters;
import skep.commands.CommandParser;
import skep.commands.Parsed;
import skep.commands.TypedSecret;

/**
 * The forms in which a command is typed: {@code /deploy web}, {@code !deploy web}, {@code @skep
 * deploy web}, and in a direct message {@code deploy web}. All but the first are for servers whose
 * web client swallows unknown slash commands.
 */
final class Addressing {
  /** A word ends where a blank or something unseen begins; the parser says what it minds. */
  private static final Pattern SIGN =
      Pattern.compile(
          "^[/!]([^\\s\\p{Z}\\p{Cc}/]{1,40})(?![^\\s\\p{Z}\\p{Cc}])(.*)$", Pattern.DOTALL);

  private static final Pattern NOT_ASCII_SIGN = Pattern.compile("^[\u2044\u2215\uFF0F\uFF01]");
  private static final Pattern UNSEEN = Pattern.compile("^[\\p{Cf}\\p{Cc}\\p{Z}]+");
  private static final Pattern FIRST_WORD = Pattern.compile("^(\\S+)(.*)$", Pattern.DOTALL);

  /** Whoever types one meant a command. */
  private static final Pattern OPTION = Pattern.compile("\\s(?:--|—|–)[a-z]");

  private static final Pattern WORD = Pattern.compile("\\S+");

  /** Words from which on a line that is no command was not meant to be one. */
  private static final int SENTENCE = 6;

  private Addressing() {}

  static Hearing read(String typed, Hearing.Ears ears, boolean direct) {
    String text = typed.strip();
    if (text.isEmpty()) {
      return new Hearing.Ignored("no text");
    }
    String seen = UNSEEN.matcher(text).replaceFirst("");
    if (!seen.equals(text)) {
      return unseen(seen, ears);
    }
    Matcher sign = SIGN.matcher(NOT_ASCII_SIGN.matcher(text).replaceFirst("/"));
    if (sign.matches()) {
      boolean looksRight = text.charAt(0) == '/' || text.charAt(0) == '!';
      return signed(sign.group(1), sign.group(2), looksRight, ears);
    }
    Matcher name =
        Pattern.compile(
                "^@" + Pattern.quote(ears.ownName()) + "(?![\\w.-])[:,]?\\s*(.*)$", Pattern.DOTALL)
            .matcher(text);
    if (name.matches()) {
      return spoken(name.group(1), ears);
    }
    return direct ? spoken(text, ears) : new Hearing.Ignored("not said to the bot");
  }

  /** Begins with what nobody sees: pasted, or meant to deceive. */
  private static Hearing unseen(String rest, Hearing.Ears ears) {
    Matcher sign = SIGN.matcher(rest);
    return sign.matches()
        ? signed(sign.group(1), sign.group(2), false, ears)
        : new Hearing.Ignored("not said to the bot");
  }

  private static Hearing signed(String word, String rest, boolean asciiSign, Hearing.Ears ears) {
    String verb = word.toLowerCase(Locale.ROOT);
    if (asciiSign && isAscii(word) && ears.verbs().contains(verb)) {
      return new Hearing.Command("/" + verb + rest);
    }
    String plain = Characters.latin(word);
    Optional<String> meant = NearMisses.meant(plain, ears.verbs());
    Optional<Hearing> typed = meant.flatMap(right -> withSecret("/" + right + rest));
    if (typed.isPresent()) {
      return typed.get();
    }
    if (ears.verbs().contains(plain)) {
      return new Hearing.NearMiss(
          "That looks like `/%1$s` but contains other characters, so I did nothing. Type `/%1$s` by hand, without copying."
              .formatted(plain));
    }
    return asciiSign
        ? meant
            .<Hearing>map(right ->
                new Hearing.NearMiss(
                    "I know no `/%s`. Did you mean `/%s`? Nothing was done."
                        .formatted(
                            plain.replace('`', '\''),
                            right + rest.lines().findFirst().orElse("").replace('`', '\''))))
            .orElseGet(() -> new Hearing.Ignored("no command of Skep's"))
        : new Hearing.Ignored("no command of Skep's");
  }

  /** A value must not be repeated in a hint: as a command it is taken out, and refused. */
  private static Optional<Hearing> withSecret(String line) {
    return TypedSecret.in(line).map(_ -> new Hearing.Command(line));
  }

  /** Said to the bot by name or in private: a command without a sign, or a question. */
  private static Hearing spoken(String text, Hearing.Ears ears) {
    Matcher sign = SIGN.matcher(text);
    Hearing signed =
        sign.matches()
            ? signed(sign.group(1), sign.group(2), true, ears)
            : new Hearing.Ignored("no sign");
    if (!(signed instanceof Hearing.Ignored)) {
      return signed;
    }
    Matcher first = FIRST_WORD.matcher(text);
    if (first.matches()) {
      String verb = first.group(1).toLowerCase(Locale.ROOT);
      if (isAscii(verb) && ears.verbs().contains(verb)) {
        String line = "/" + verb + first.group(2);
        return isSentence(verb, line)
            ? new Hearing.Question(text.strip())
            : new Hearing.Command(line);
      }
      if (!isAscii(verb) && ears.verbs().contains(Characters.latin(verb))) {
        return signed(first.group(1), first.group(2), false, ears);
      }
    }
    return text.isBlank() ? new Hearing.Command("/help") : new Hearing.Question(text.strip());
  }

  /**
   * {@code backup is red, what now?} begins like a command and is none. What is about secrets is
   * never a question: a value may stand in it.
   */
  private static boolean isSentence(String verb, String line) {
    boolean looksLikeOne = line.endsWith("?") || WORD.matcher(line).results().count() >= SENTENCE;
    return looksLikeOne
        && !verb.equals("secrets")
        && !OPTION.matcher(line).find()
        && new CommandParser().parse(line) instanceof Parsed.Unknown;
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }
}
