package skep.runbooks.answer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model wrote, statement by statement. A block of code belongs to the sentence before it:
 * that one says where it is from.
 */
final class Draft {
  /** An answer is shorter; a model that loops is not. */
  static final int LONGEST = 8_000;

  private static final Pattern FENCE = Pattern.compile("^\\s*(?:`{3,}|~{3,})(?<info>[^`]*)$");
  private static final Pattern ITEM = Pattern.compile("^\\s*(?<sign>[-*•]|\\d{1,2}[.)])\\s+");
  private static final Pattern HEADING = Pattern.compile("^\\s*#{1,6}\\s+.*$");
  private static final Pattern MARKS =
      Pattern.compile(" ?\\[(?:[Ss]ources? )?(?<numbers>\\d{1,3}(?: ?[,–-] ?\\d{1,3}){0,10})\\]");
  private static final Pattern RANGE = Pattern.compile("(\\d{1,3})(?: ?[–-] ?(\\d{1,3}))?");
  private static final Pattern SPAN = Pattern.compile("(`{1,2})([^`]{1,1000}?)\\1");
  private static final Pattern END =
      Pattern.compile(
          "(?<!\\be\\.g|\\bi\\.e|\\betc|\\bvs|\\bno|\\bapprox)[.!?][\"')]{0,2}(?: ?\\[[\\d ,–-]{1,40}\\]){0,5} ");

  /** Characters of the private area stand for code; a model's own are taken out first. */
  private static final char CODE = '\ue000';

  private static final Pattern CODES = Pattern.compile("[\ue000-\uf8ff]");

  private final List<Statement> statements = new ArrayList<>();
  private final List<String> spans = new ArrayList<>();
  private final StringBuilder prose = new StringBuilder();
  private String sign = "";

  private Draft() {}

  /**
   * @param sign of a list, such as {@code 2.}; empty where it is in none
   * @param text as it is shown, without marks
   * @param prose the same, with a sign in the place of what is in code
   * @param citations numbers, as the model gave them
   * @param commands what it says to type
   */
  record Statement(
      String sign, String text, String prose, List<Integer> citations, List<String> commands) {
    Statement {
      citations = List.copyOf(new LinkedHashSet<>(citations));
      commands = List.copyOf(commands);
    }

    /** Whether it only leads to what comes after it. */
    boolean leads() {
      return commands.isEmpty() && (prose.endsWith(":") || HEADING.matcher(prose).matches());
    }

    Statement with(List<Integer> more) {
      List<Integer> all = new ArrayList<>(citations);
      all.addAll(more);
      return new Statement(sign, text, prose, all, commands);
    }
  }

  /**
   * @param written on lines as {@link Plain} makes them
   */
  static List<Statement> read(String written) {
    Draft draft = new Draft();
    draft.lines(CODES.matcher(written).replaceAll("").lines().toList());
    return draft.statements;
  }

  private void lines(List<String> lines) {
    List<String> block = null;
    for (String line : lines) {
      Matcher fence = FENCE.matcher(line);
      if (block != null && fence.matches() && fence.group("info").isBlank()) {
        block(block);
        block = null;
      } else if (block != null) {
        block.add(line);
      } else if (fence.matches()) {
        paragraph();
        block = new ArrayList<>();
      } else {
        line(line);
      }
    }
    paragraph();
    if (block != null) {
      block(block);
    }
  }

  private void line(String line) {
    Matcher item = ITEM.matcher(line);
    if (line.isBlank() || item.lookingAt() || HEADING.matcher(line).matches()) {
      paragraph();
    }
    String text = line;
    if (item.lookingAt()) {
      sign = item.group("sign");
      text = line.substring(item.end());
    }
    prose.append(prose.isEmpty() ? "" : " ").append(text.strip());
    if (HEADING.matcher(line).matches()) {
      paragraph();
    }
  }

  /** Code is taken out first: what looks like the end of a sentence in it is none. */
  private void paragraph() {
    spans.clear();
    String text =
        SPAN.matcher(prose)
            .replaceAll(span -> {
              spans.add(span.group(2).strip());
              return String.valueOf((char) (CODE + spans.size() - 1));
            });
    prose.setLength(0);
    Matcher end = END.matcher(text);
    int from = 0;
    while (end.find()) {
      sentence(text.substring(from, end.end()));
      from = end.end();
    }
    sentence(text.substring(from));
    sign = "";
  }

  private void sentence(String written) {
    List<Integer> citations = new ArrayList<>();
    String text =
        MARKS
            .matcher(written)
            .replaceAll(marks -> {
              citations.addAll(numbers(marks.group("numbers")));
              return "";
            })
            .strip();
    if (text.matches("[\\s.,;:!?*_()-]*")) {
      if (!statements.isEmpty() && !citations.isEmpty()) {
        statements.add(statements.removeLast().with(citations));
      }
      return;
    }
    String shown = Plain.unemphasised(text);
    List<String> commands = new ArrayList<>();
    String whole =
        CODES
            .matcher(shown)
            .replaceAll(code -> {
              String span = spans.get(code.group().charAt(0) - CODE);
              commands.add(span);
              return Matcher.quoteReplacement("`" + span + "`");
            });
    statements.add(
        new Statement(sign, whole, CODES.matcher(shown).replaceAll("□"), citations, commands));
    sign = "";
  }

  private static List<Integer> numbers(String marks) {
    List<Integer> numbers = new ArrayList<>();
    RANGE
        .matcher(marks)
        .results()
        .forEach(range -> {
          int first = Integer.parseInt(range.group(1));
          int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
          for (int number = first; number <= Math.min(last, first + 20); number++) {
            numbers.add(number);
          }
        });
    return numbers;
  }

  private void block(List<String> lines) {
    Statement before =
        statements.isEmpty()
            ? new Statement("", "", "", List.of(), List.of())
            : statements.removeLast();
    List<String> commands = new ArrayList<>(before.commands());
    String code = String.join("\n", lines).stripTrailing();
    code.replace("\\\n", " ")
        .lines()
        .map(Plain::flat)
        .filter(line -> !line.isEmpty())
        .forEach(commands::add);
    statements.add(
        new Statement(
            before.sign(),
            before.text() + "\n```\n" + code + "\n```",
            before.prose(),
            before.citations(),
            commands));
  }
}
