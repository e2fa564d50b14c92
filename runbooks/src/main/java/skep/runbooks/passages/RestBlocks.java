package skep.runbooks.passages;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * reStructuredText, as far as it says where parts begin: titles are underlined, and which signs
 * mean which level, the order of their first use says. What is indented belongs to what stands
 * before it.
 */
final class RestBlocks {
  private static final Pattern LINE = Pattern.compile("([!-/:-@\\[-`{-~])\\1{2,}\\s*");
  private static final Pattern NUMBERED = Pattern.compile("(\\d+|#)[.)] .*");

  private final List<String> lines;
  private final List<String> levels = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final List<String> open = new ArrayList<>();

  private RestBlocks(String text) {
    this.lines = text.lines().map(String::stripTrailing).toList();
  }

  static List<Block> of(String text) {
    return new RestBlocks(text).read();
  }

  private List<Block> read() {
    int i = 0;
    while (i < lines.size()) {
      if (isTitle(i) && isLine(i - 1) && lines.get(i - 1).charAt(0) == lines.get(i + 1).charAt(0)) {
        open.removeLast();
        title(i, "over ");
        i += 2;
      } else if (isTitle(i)) {
        title(i, "");
        i += 2;
      } else {
        line(lines.get(i));
        i++;
      }
    }
    end();
    return blocks;
  }

  private boolean isLine(int i) {
    return i >= 0 && i < lines.size() && LINE.matcher(lines.get(i)).matches() && !open.isEmpty();
  }

  private boolean isTitle(int i) {
    return i + 1 < lines.size()
        && !lines.get(i).isBlank()
        && !LINE.matcher(lines.get(i)).matches()
        && LINE.matcher(lines.get(i + 1)).matches()
        && lines.get(i + 1).length() >= lines.get(i).strip().length();
  }

  private void title(int i, String style) {
    end();
    String sign = style + lines.get(i + 1).charAt(0);
    if (!levels.contains(sign)) {
      levels.add(sign);
    }
    blocks.add(new Block.Heading(levels.indexOf(sign) + 1, lines.get(i).strip()));
  }

  /** A block ends at a line that is not indented and stands after an empty one. */
  private void line(String line) {
    boolean begins = !line.isBlank() && !line.startsWith(" ") && !line.startsWith("\t");
    if (begins && !open.isEmpty() && open.getLast().isBlank() && !continuesSteps(line)) {
      end();
    }
    open.add(line);
  }

  private boolean continuesSteps(String line) {
    return NUMBERED.matcher(open.getFirst()).matches() && NUMBERED.matcher(line).matches();
  }

  private void end() {
    String text = String.join("\n", open).strip();
    if (!text.isEmpty()) {
      boolean whole =
          NUMBERED.matcher(text.lines().findFirst().orElse("")).matches()
              || text.startsWith(".. code")
              || text.lines().anyMatch(line -> line.endsWith("::"));
      blocks.add(new Block.Text(text, whole));
    }
    open.clear();
  }
}
