package skep.runbooks.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model wrote, sentence by sentence. A code block belongs to the sentence before it: that
 * one says where it is from.
 */
record Draft(List<Statement> statements) {
  private static final Pattern CITATION =
      Pattern.compile("\\s*\\[\\d{1,3}(?:\\s*,\\s*\\d{1,3})*\\]");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");
  private static final Pattern BLOCK = Pattern.compile("(?s)```[^\\n]*\\n?(?<code>.*?)(?:```|\\z)");
  private static final Pattern INLINE = Pattern.compile("`([^`\\n]+)`");

  /**
   * Ends of sentences, with the marks that stand after them; items of lists and paragraphs end,
   * too.
   */
  private static final Pattern END =
      Pattern.compile(
          "(?<=[.!?])(?:\\s*\\[\\d[\\d, ]*\\])*(?=\\s+[\\p{Lu}`*(\\[-]|\\s*\\z)"
              + "|\\n(?=\\s*(?:[-*•]|\\d+[.)])\\s)|\\n\\s*\\n");

  /**
   * @param text without marks of citations
   * @param citations numbers, as the model gave them
   * @param commands what it says to type, from code spans and blocks
   */
  record Statement(String text, List<Integer> citations, List<String> commands) {
    Statement {
      citations = List.copyOf(citations);
      commands = List.copyOf(commands);
    }

    /** Without what is in code. */
    String prose() {
      return INLINE.matcher(BLOCK.matcher(text).replaceAll(" ")).replaceAll(" ");
    }
  }

  Draft {
    statements = List.copyOf(statements);
  }

  static Draft read(String written) {
    List<Statement> statements = new ArrayList<>();
    Matcher block = BLOCK.matcher(written);
    int from = 0;
    while (block.find()) {
      prose(written.substring(from, block.start()), statements);
      code(block.group("code"), statements);
      from = block.end();
    }
    prose(written.substring(from), statements);
    return new Draft(statements);
  }

  private static void prose(String text, List<Statement> statements) {
    Matcher end = END.matcher(text);
    int from = 0;
    while (end.find()) {
      sentence(text.substring(from, end.end()), statements);
      from = end.end();
    }
    sentence(text.substring(from), statements);
  }

  private static void sentence(String written, List<Statement> statements) {
    List<Integer> citations = new ArrayList<>();
    Matcher citation = CITATION.matcher(written);
    while (citation.find()) {
      NUMBER
          .matcher(citation.group())
          .results()
          .forEach(number -> citations.add(Integer.parseInt(number.group())));
    }
    String text = citation.replaceAll("").strip();
    if (text.matches("[\\s.,;:!?*_-]*")) {
      cite(citations, statements);
      return;
    }
    List<String> commands =
        INLINE.matcher(text).results().map(code -> code.group(1).strip()).toList();
    statements.add(new Statement(text, citations, commands));
  }

  /** Marks alone are of the sentence before them. */
  private static void cite(List<Integer> citations, List<Statement> statements) {
    if (!citations.isEmpty() && !statements.isEmpty()) {
      Statement before = statements.removeLast();
      List<Integer> all = new ArrayList<>(before.citations());
      all.addAll(citations);
      statements.add(new Statement(before.text(), all, before.commands()));
    }
  }

  private static void code(String code, List<Statement> statements) {
    Statement before =
        statements.isEmpty() ? new Statement("", List.of(), List.of()) : statements.removeLast();
    List<String> commands = new ArrayList<>(before.commands());
    code.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(commands::add);
    statements.add(
        new Statement(
            before.text() + "\n```\n" + code.stripTrailing() + "\n```",
            before.citations(),
            commands));
  }
}
