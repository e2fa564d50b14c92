package skep.deploy.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads the one document of a file. */
public final class YamlDocument {
  /** Files above this are refused; a stack file of a megabyte would already be a mistake. */
  public static final int MAX_BYTES = 5_000_000;

  /** Nesting above this is refused. */
  public static final int MAX_DEPTH = 100;

  /** Nodes above this, aliases counted as often as they are expanded, are refused. */
  public static final int MAX_NODES = 500_000;

  private YamlDocument() {}

  /**
   * @param file named in marks and problems
   * @return the document's root; a null scalar for an empty file
   * @throws InvalidYamlException with the line, where it is not YAML, has duplicate keys, holds
   *     more than one document, or goes over a limit
   */
  public static YamlNode parse(String file, byte[] bytes) {
    List<Problem> problems = new ArrayList<>();
    YamlNode root = parse(file, bytes, line -> new Mark(file, line), problems::add);
    if (!problems.isEmpty()) {
      throw new InvalidYamlException(problems);
    }
    return root;
  }

  /**
   * As above, but what leaves the rest readable (a key that stands twice) is told and passed over.
   *
   * @param lines where a line of these bytes stands for the reader
   */
  public static YamlNode parse(
      String file, byte[] bytes, IntFunction<Mark> lines, Consumer<Problem> problems) {
    if (bytes.length > MAX_BYTES) {
      throw refused(
          new Problem(
              file, 0, "is %,d bytes; Skep reads up to %,d".formatted(bytes.length, MAX_BYTES)));
    }
    return parse(file, decoded(file, bytes), lines, problems);
  }

  private static YamlNode parse(
      String file, String text, IntFunction<Mark> lines, Consumer<Problem> problems) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(MAX_BYTES).build();
    try {
      Iterator<Event> events = new Parse(settings).parseString(text).iterator();
      return new NodeComposer(lines, events, problems).document();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw refused(lines.apply(line).problem("is not valid YAML: " + e.getProblem()));
    } catch (YamlEngineException e) {
      throw refused(new Problem(file, 0, "is not valid YAML: " + e.getMessage()));
    }
  }

  private static String decoded(String file, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refused(new Problem(file, 0, "is not text in UTF-8"));
    }
  }

  static InvalidYamlException refused(Problem problem) {
    return new InvalidYamlException(List.of(problem));
  }
}
