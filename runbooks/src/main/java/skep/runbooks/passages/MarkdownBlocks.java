package skep.runbooks.passages;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** Markdown: where its blocks begin and end is CommonMark's to say, their text stays as it is. */
final class MarkdownBlocks {
  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .build();

  private MarkdownBlocks() {}

  static List<Block> of(String text) {
    List<String> lines = text.lines().toList();
    List<Block> blocks = new ArrayList<>();
    Node document = PARSER.parse(String.join("\n", lines));
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof org.commonmark.node.Heading heading) {
        blocks.add(new Block.Heading(heading.getLevel(), words(heading)));
      } else {
        add(blocks, node, lines);
      }
    }
    return blocks;
  }

  private static void add(List<Block> blocks, Node node, List<String> lines) {
    List<SourceSpan> spans = node.getSourceSpans();
    if (spans.isEmpty()) {
      return;
    }
    int first = spans.getFirst().getLineIndex();
    int last = spans.getLast().getLineIndex();
    String text = String.join("\n", lines.subList(first, last + 1)).strip();
    boolean whole =
        node instanceof FencedCodeBlock
            || node instanceof IndentedCodeBlock
            || node instanceof OrderedList;
    if (!text.isEmpty()) {
      blocks.add(new Block.Text(text, whole));
    }
  }

  private static String words(Node heading) {
    StringBuilder words = new StringBuilder();
    heading.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text text) {
            words.append(text.getLiteral());
          }

          @Override
          public void visit(Code code) {
            words.append(code.getLiteral());
          }
        });
    return words.toString().strip();
  }
}
