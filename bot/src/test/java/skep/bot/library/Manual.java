package skep.bot.library;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a program says of itself when it is asked for help. */
record Manual(String text) {
  private static final Pattern LIST =
      Pattern.compile("(?m)^[\\w ]*Commands:\\s*\\n((?: {2}.*\\n)+)");
  private static final Pattern COMMAND = Pattern.compile("(?m)^ {2}([a-z][\\w-]*)\\*? ");
  private static final Pattern OPTION =
      Pattern.compile("(?m)^ +(?:(-\\w), )?(--[\\w-]+)( \\S+)?(?: {2,}.*)?$");
  private static final Pattern TOKEN = Pattern.compile("(?<![\\w-])--?[A-Za-z0-9][\\w-]*");

  /** The commands that may come next; empty where there are none. */
  Set<String> commands() {
    return LIST.matcher(text)
        .results()
        .flatMap(list -> COMMAND.matcher(list.group(1)).results())
        .map(command -> command.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** As docker and restic list them, a line each: every flag, and whether it takes a value. */
  Map<String, Boolean> options() {
    Map<String, Boolean> options = new TreeMap<>();
    OPTION
        .matcher(text)
        .results()
        .forEach(line -> {
          boolean takesValue = line.group(3) != null;
          options.put(line.group(2), takesValue);
          if (line.group(1) != null) {
            options.put(line.group(1), takesValue);
          }
        });
    options.put("--help", false);
    return options;
  }

  /** Everything that looks like a flag, wherever it stands. */
  Set<String> flags() {
    return TOKEN
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether this word is mentioned. */
  boolean mentions(String word) {
    return Pattern.compile("(?<![\\w-])" + Pattern.quote(word) + "(?![\\w-])").matcher(text).find();
  }
}
