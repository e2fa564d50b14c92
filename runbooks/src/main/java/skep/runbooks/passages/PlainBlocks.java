package skep.runbooks.passages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Text without markup: what is between empty lines. */
final class PlainBlocks {
  private PlainBlocks() {}

  static List<Block> of(String text) {
    List<Block> blocks = new ArrayList<>();
    Arrays.stream(text.split("\\R\\s*\\R"))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .forEach(part -> blocks.add(new Block.Text(part, false)));
    return blocks;
  }
}
