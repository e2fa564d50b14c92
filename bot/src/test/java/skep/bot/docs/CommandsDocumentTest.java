package skep.bot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import skep.commands.CommandParser;
import skep.commands.Commands;
import skep.commands.Parsed;
import skep.commands.chat.Invocation;
import skep.commands.chat.Person;
import skep.commands.chat.Room;

/** The README's table of commands against the program's own. */
class CommandsDocumentTest {
  private static final Pattern USAGE = Pattern.compile("(?m)^• `/(\\w+)([^`]*)`");
  private static final Pattern EXAMPLE = Pattern.compile("`(/[^`]+)`");

  @Test
  void everyFormOfEveryCommandHasAnExampleAndNoExampleIsOfAnother() {
    assertThat(shown()).isEqualTo(existing());
  }

  /** Verb, keyword where the form has one, and how many words follow: of the examples. */
  private static Set<String> shown() {
    return Document.at("README.md").lines().stream()
        .filter(line -> line.startsWith("| `/"))
        .map(line -> line.split("\\|")[1])
        .flatMap(cell -> EXAMPLE.matcher(cell).results())
        .map(found -> form(found.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String form(String line) {
    return switch (new CommandParser().parse(line)) {
      case Parsed.Command(var verb, var form, var words, _) ->
          "%s %s %d".formatted(verb, form.keyword(), words.size());
      case Parsed.Help(var verb) -> "help  " + verb.stream().count();
      case Parsed.Unknown _ -> "no command: " + line;
    };
  }

  /** The same, of the help, which is made from the table. */
  private static Set<String> existing() {
    Set<String> forms = new TreeSet<>();
    for (String verb : CommandParser.verbs()) {
      USAGE.matcher(help(verb)).results().forEach(usage -> forms.add(form(verb, usage.group(2))));
    }
    return forms;
  }

  private static String form(String verb, String usage) {
    String plain = usage.replaceAll("\\[[^]]*]", "").strip();
    String[] parts = plain.isEmpty() ? new String[0] : plain.split(" (?![^<]*>)");
    long values = Arrays.stream(parts).filter(part -> part.startsWith("<")).count();
    String keyword = parts.length > 0 && !parts[0].startsWith("<") ? parts[0] : "";
    return "%s %s %d".formatted(verb, keyword, values);
  }

  private static String help(String verb) {
    var in =
        new Invocation(
            "m",
            new Person("terminal:reader", "reader"),
            new Room("terminal", "terminal", false),
            "m",
            "/help " + verb,
            Instant.EPOCH,
            Invocation.Progress.NONE);
    return new Commands(Map.of(), text -> text).handle(in).text();
  }
}
