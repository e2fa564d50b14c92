package skep.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParseResult;
import skep.bot.docs.Document;
import skep.bot.local.SampleEstate;
import skep.bot.wiring.Settings;
import skep.commands.CommandParser;
import skep.commands.Parsed;

/** Every line of every {@code sh} block in the documents, tried as far as it can be here. */
class DocumentedLinesTest {
  private static final Set<String> OTHERS =
      Set.of("docker", "git", "git-crypt", "mvn", "printf", "read", "stat", "sudo", "cp", "mkdir");
  @TempDir Path temp;

  static Stream<String> lines() {
    Stream<String> blocks =
        Document.all().stream()
            .flatMap(page -> page.blocks().stream())
            .filter(block -> block.kind().equals("sh"))
            .flatMap(block -> joined(block.lines()).stream());
    Stream<String> prose =
        Document.all().stream()
            .flatMap(page -> page.code().stream())
            .filter(code -> code.startsWith("./skep "))
            // The documents of the words themselves: ./skep image NAME:TAG.
            .filter(code -> !code.matches(".*[A-Z]{3,}.*"));
    return Stream.concat(blocks, prose);
  }

  /** A line that ends in a backslash goes on in the next. */
  private static List<String> joined(List<String> lines) {
    String all = String.join("\n", lines).replaceAll("\\\\\n\\s*", " ");
    return all.lines().map(line -> line.replaceFirst("\\s+# .*", "")).toList();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void canBeTyped(String line) throws Exception {
    Process syntax = new ProcessBuilder("bash", "-n", "-c", line).start();
    assertThat(syntax.waitFor()).as("bash reads: %s", line).isZero();
    for (String command : line.split(" && | \\| ")) {
      List<String> words = words(command.strip());
      if (words.getFirst().equals("./skep")) {
        skep(words.subList(1, words.size()));
      } else {
        assertThat(OTHERS).as("a program that is known: %s", command).contains(words.getFirst());
      }
    }
  }

  private void skep(List<String> words) throws IOException {
    String launcher = Files.readString(Path.of("../skep"));
    assertThat(launcher).contains("  ./skep " + words.getFirst());
    if (CommandLineModel.commandLine().getSubcommands().containsKey(words.getFirst())) {
      ParseResult parsed =
          CommandLineModel.commandLine().parseArgs(words.toArray(String[]::new)).subcommand();
      if (parsed.commandSpec().name().equals("do")) {
        once(words, parsed);
      }
    }
  }

  /** A chat command is parsed; what asks for the simulated engine is carried out there. */
  private void once(List<String> words, ParseResult parsed) {
    String line = String.join(" ", parsed.matchedPositionalValue(0, new String[0]));
    assertThat(new CommandParser().parse(line))
        .isInstanceOfAny(Parsed.Command.class, Parsed.Help.class);
    if (parsed.matchedOptionValue("--docker", "").equals("simulated")) {
      SampleEstate estate = SampleEstate.at(temp.resolve("try"), true);
      List<String> all = new ArrayList<>(words);
      if (!words.contains("--estate")) {
        all.addAll(List.of("--estate", estate.directory().toString()));
      }
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
      int status = new Main(out, out, new Settings(Map.of())).run(all.toArray(String[]::new));
      assertThat(status).as(said.toString(StandardCharsets.UTF_8)).isZero();
    }
  }

  /** Split as a shell does, for lines with double quotes at most. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    var matcher = java.util.regex.Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return words;
  }
}
