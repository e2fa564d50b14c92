package skep.bot.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import skep.commands.CommandParser;
import skep.commands.Parsed;
import skep.deploy.estate.Estate;
import skep.deploy.stack.FilesInMemory;
import skep.deploy.stack.StackLoader;
import skep.deploy.stack.StackSource;

/** Every block of every page is read by what reads it in earnest. */
class ExamplesTest {
  private static final Path SAMPLE =
      Document.root().resolve("bot/src/main/resources/skep/sample-estate/main");
  private static final String STACK = "services:\n  app: {image: 'registry.example.org/app:1'}\n";

  /** What an estate may have and the sample one has not. */
  private static final Set<String> INVENTED = Set.of("vars/*.yml");

  private final CommandParser parser = new CommandParser();

  static Stream<Document.Block> blocks() {
    return Document.all().stream().flatMap(page -> page.blocks().stream());
  }

  static List<Document> pages() {
    return Document.all();
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void isWhatItsKindSays(Document.Block block) throws IOException {
    switch (block.kind()) {
      case "yaml" -> yaml(block);
      case "json" -> new ObjectMapper().readTree(block.text());
      case "chat" -> block.lines().forEach(this::typed);
      case "sh" -> assertThat(block.lines()).as("skep.bot tries these").isNotEmpty();
      case "text" -> block.lines().forEach(line -> layout(block, line));
      default -> fail("%s: no test knows this kind; name one that is known", block);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aCommandInTheProseCanBeTyped(Document page) {
    page.code().stream()
        .filter(code -> code.startsWith("/") || code.startsWith("!"))
        // A name alone is a word for the command, not a line.
        .filter(code -> code.contains(" ") && CommandParser.verbs().contains(verb(code)))
        .forEach(this::typed);
  }

  private static String verb(String code) {
    return code.substring(1).split("[ @]")[0];
  }

  private void typed(String line) {
    String command = line.replaceFirst("^!|^@skep ", "/").replaceFirst("\\s+#.*", "");
    assertThat(parser.parse(command))
        .as(line)
        .isInstanceOfAny(Parsed.Command.class, Parsed.Help.class);
  }

  private static void yaml(Document.Block block) {
    if (block.lines().stream().anyMatch(line -> line.startsWith("services:"))) {
      FilesInMemory tree = FilesInMemory.of(Map.of("stack.yml", block.text()));
      var source = new StackSource("example", tree, List.of("stack.yml"), Map.of(), false);
      assertThat(new StackLoader().load(source).services()).as("%s", block).isNotEmpty();
      return;
    }
    Map<String, String> files = new TreeMap<>();
    for (String name : List.of("web", "api", "db", "skep")) {
      files.put("stacks/" + name + "/stack.yml", STACK);
    }
    files.put("stacks/web/production.yml", STACK);
    files.put(Estate.FILE, block.text());
    assertThat(Estate.read(FilesInMemory.of(files)).stacks()).as("%s", block).isNotEmpty();
  }

  /** A line of a layout: one or more places, a blank of two or more, and what is there. */
  private static void layout(Document.Block block, String line) {
    String[] places = line.split(" {2,}")[0].split(" · ");
    String before = "";
    for (String place : places) {
      String whole = place.contains("/") || before.isEmpty() ? place : before + place;
      assertThat(exists(whole)).as("%s: %s", block, whole).isTrue();
      before = whole.contains("/") ? whole.substring(0, whole.lastIndexOf('/') + 1) : "";
    }
  }

  private static boolean exists(String place) {
    String module = place.split("/")[0];
    Path packages = Document.root().resolve(module).resolve("src/main/java/skep");
    return INVENTED.contains(place)
        || Files.exists(Document.root().resolve(place))
        || Files.isDirectory(packages.resolve(place))
        || Files.exists(SAMPLE.resolve(place));
  }
}
