package skep.runbooks.passages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Cuts a page along its headings. Short parts stay together with what follows; long ones are cut
 * between blocks, and blocks that are of use in one piece only stay in one, unless they are longer
 * than any passage may be.
 */
public final class Passages {
  /** Words from which on a heading begins a new passage. */
  private static final int ENOUGH = 60;

  /** Words after which a passage ends with its block. */
  private static final int FULL = 220;

  /** Words no passage exceeds: what embedding models read. */
  private static final int MOST = 300;

  /** Words that are no passage of their own at the end of a page. */
  private static final int REST = 25;

  private static final int LONG_WORD = 8;
  private static final Pattern WORD = Pattern.compile("\\S+");

  /** As much of a line as one passage holds, cut between words where there are any. */
  private static final Pattern PIECE =
      Pattern.compile("\\S.{0,%1$d}(?=\\s|$)|\\S.{0,%1$d}".formatted(MOST * LONG_WORD - 100));

  private final Page page;
  private final Anchors anchors = new Anchors();
  private final TreeMap<Integer, String> above = new TreeMap<>();
  private final List<Passage> done = new ArrayList<>();
  private final List<String> open = new ArrayList<>();
  private List<String> headings = List.of();
  private String anchor = "";
  private String nearest = "";
  private int words;

  private Passages(Page page) {
    this.page = page;
  }

  /** In the order of the page; none for a page without text. */
  public static List<Passage> of(Page page) {
    return new Passages(page).cut();
  }

  private List<Passage> cut() {
    Optional<String> title = Optional.empty();
    List<Block> blocks =
        switch (page.markup()) {
          case MARKDOWN -> {
            FrontMatter matter = FrontMatter.of(page.text());
            title = matter.title();
            yield MarkdownBlocks.of(matter.rest());
          }
          case RESTRUCTURED_TEXT -> RestBlocks.of(page.text());
          case PLAIN -> PlainBlocks.of(page.text());
        };
    title.ifPresent(words -> above.put(0, words));
    begin();
    for (Block block : blocks) {
      switch (block) {
        case Block.Heading heading -> heading(heading);
        case Block.Text text -> text(text);
      }
    }
    end(true);
    return done;
  }

  private void heading(Block.Heading heading) {
    if (words >= ENOUGH) {
      end(false);
    }
    above.tailMap(heading.level(), true).clear();
    above.put(heading.level(), heading.text());
    nearest = anchors.of(heading.text());
    if (words == 0) {
      begin();
    } else {
      // The heading of a short part after another: it is told apart within the passage.
      open.add(heading.text());
    }
  }

  private void begin() {
    headings = above.values().stream().filter(text -> !text.isBlank()).distinct().toList();
    anchor = nearest;
  }

  private void text(Block.Text block) {
    int count = count(block.text());
    if (words > 0 && words + count > MOST) {
      end(false);
    }
    if (count > MOST) {
      block.text().lines().forEach(this::lines);
    } else {
      add(block.text(), count);
    }
    if (words >= FULL) {
      end(false);
    }
  }

  private void lines(String line) {
    if (count(line) <= MOST) {
      line(line);
    } else {
      PIECE.matcher(line).results().map(MatchResult::group).forEach(this::line);
    }
  }

  /** Of a block that no passage holds. */
  private void line(String line) {
    int count = count(line);
    if (words > 0 && words + count > MOST) {
      end(false);
    }
    if (open.isEmpty()) {
      add(line, count);
    } else {
      open.set(open.size() - 1, open.getLast() + "\n" + line);
      words += count;
    }
  }

  private void add(String text, int count) {
    if (!text.isBlank()) {
      open.add(text);
      words += count;
    }
  }

  private void end(boolean last) {
    String text = String.join("\n\n", open).strip();
    boolean isRest = last && words < REST && !done.isEmpty();
    if (!text.isEmpty() && isRest) {
      Passage before = done.removeLast();
      done.add(
          new Passage(
              before.path(), before.headings(), before.anchor(), before.text() + "\n\n" + text));
    } else if (!text.isEmpty()) {
      done.add(new Passage(page.path(), headings, anchor, text));
    }
    open.clear();
    words = 0;
    begin();
  }

  /** In words; what is written without spaces counts by its length. */
  private static int count(String text) {
    return (int) Math.max(WORD.matcher(text).results().count(), text.length() / LONG_WORD);
  }
}
