package skep.runbooks.answer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import skep.runbooks.answer.Answer.Reference;
import skep.runbooks.answer.Draft.Statement;

/** Statements as one text, with marks that count from 1 in the order a reader meets them. */
record Rendering(String text, List<Reference> references) {
  static Rendering of(List<Statement> statements, List<Source> sources) {
    Map<Integer, Source> known =
        sources.stream().collect(Collectors.toMap(Source::number, one -> one));
    Map<Integer, Integer> numbers = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (Statement statement : statements) {
      String marks =
          statement.citations().stream()
              .map(old -> numbers.computeIfAbsent(old, _ -> numbers.size() + 1))
              .map("[%d]"::formatted)
              .collect(Collectors.joining());
      String sign = statement.sign().isEmpty() ? "" : statement.sign() + " ";
      lines.add(sign + marked(statement.text(), marks));
    }
    List<Reference> references = new ArrayList<>();
    numbers.forEach((old, number) ->
        references.add(
            switch (known.get(old)) {
              case Cited cited -> new Reference.ToPassage(number, cited.passage());
              case Live live -> new Reference.ToState(number, live.about());
            }));
    return new Rendering(String.join("\n", lines), references);
  }

  /** Before a block of code, for what stands behind one is easily missed. */
  private static String marked(String text, String marks) {
    int block = text.indexOf("\n```");
    return block < 0
        ? text + " " + marks
        : (text.substring(0, block) + " " + marks).strip() + text.substring(block);
  }
}
