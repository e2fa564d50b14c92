package skep.deploy.stack.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import skep.deploy.yaml.Mark;

/**
 * Where the lines of a rendered text stand in its template: a line that is in the template just
 * once is that one; where nothing added or removed lines, the number is the same. All others are
 * counted in the rendered text, and say so.
 */
final class SourceLines {
  private static final int SEVERAL = -1;

  private final String file;
  private final List<String> rendered;
  private final Map<String, Integer> source = new HashMap<>();
  private final boolean sameLines;

  SourceLines(String file, String template, String output) {
    this.file = file;
    this.rendered = output.lines().toList();
    List<String> lines = template.lines().toList();
    this.sameLines = !template.contains("{%") && !template.contains("{#");
    for (int i = 0; i < lines.size(); i++) {
      source.merge(lines.get(i).stripTrailing(), i + 1, (one, other) -> SEVERAL);
    }
  }

  Mark of(int line) {
    if (line < 1 || line > rendered.size() || sameLines) {
      return new Mark(file, line);
    }
    int there = source.getOrDefault(rendered.get(line - 1).stripTrailing(), SEVERAL);
    return there == SEVERAL ? new Mark(file + " (rendered)", line) : new Mark(file, there);
  }
}
