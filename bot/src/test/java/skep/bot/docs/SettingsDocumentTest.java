package skep.bot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import skep.bot.wiring.Settings;

/** The variables the code reads are the variables the documents name, and no others. */
class SettingsDocumentTest {
  private static final String PREFIXES = "(?:SKEP|ROCKETCHAT|DOCKER|GIT_CRYPT|REGISTRY|SSH)";
  private static final Pattern READ = Pattern.compile("\"(" + PREFIXES + "_[A-Z_]*[A-Z])\"");
  private static final Pattern NAMED = Pattern.compile("`(" + PREFIXES + "_[A-Z_]*[A-Z])`");
  private static final List<String> MODULES =
      List.of("bot", "commands", "deploy", "runbooks", "secrets");

  @Test
  void everyVariableThatIsReadIsDocumentedAndEveryDocumentedOneIsRead() throws IOException {
    Set<String> read = read();
    // A secret's file stands in the page as a rule: <NAME>_FILE.
    read.removeIf(name -> name.endsWith("_FILE") && read.contains(name.replaceFirst("_FILE$", "")));
    assertThat(named(Document.at("bot/docs/configuration.md"))).isEqualTo(read);
  }

  @Test
  void theReadmeNamesOnlyVariablesThatAreDocumented() {
    assertThat(named(Document.at("bot/docs/configuration.md")))
        .containsAll(named(Document.at("README.md")));
  }

  @Test
  void noDocumentedVariableIsWarnedAbout() {
    Map<String, String> all =
        named(Document.at("bot/docs/configuration.md")).stream()
            .collect(Collectors.toMap(name -> name, _ -> "x"));
    assertThat(new Settings(all).warnings()).isEmpty();
  }

  /** Of tables only: elsewhere a page may say what is not read. */
  private static Set<String> named(Document page) {
    return page.lines().stream()
        .filter(line -> line.startsWith("|"))
        .map(line -> line.split("\\|")[1])
        .flatMap(cell -> NAMED.matcher(cell).results())
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> read() throws IOException {
    Set<String> read = new TreeSet<>();
    for (String module : MODULES) {
      Path sources = Document.root().resolve(module).resolve("src/main/java");
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          READ.matcher(Files.readString(file)).results().forEach(found -> read.add(found.group(1)));
        }
      }
    }
    return read;
  }
}
