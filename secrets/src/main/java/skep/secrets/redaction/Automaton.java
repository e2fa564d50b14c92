package skep.secrets.redaction;

import java.util.Arrays;
import java.util.Collection;

/**
 * Finds any number of patterns in one pass over a text (Aho and Corasick, 1975), which may be read
 * from several nodes at once.
 */
final class Automaton {
  static final int ROOT = Nodes.ROOT;

  private final Nodes nodes;
  private final int[] endings;
  private final int[] lengths;

  /**
   * @param endings the nodes where patterns end, in order
   * @param lengths of the longest patterns that end there
   */
  Automaton(Nodes nodes, int[] endings, int[] lengths) {
    this.nodes = nodes;
    this.endings = endings;
    this.lengths = lengths;
  }

  /**
   * @param patterns of two {@link Symbols} or more each
   */
  static Automaton of(Collection<String> patterns) {
    return new AutomatonBuilder(patterns).build();
  }

  int step(int node, char symbol) {
    return nodes.step(node, symbol);
  }

  /** Whether a pattern ends here. */
  boolean ends(int node) {
    return nodes.ends(node);
  }

  /** The length of the longest pattern that ends here, where one does. */
  int longest(int node) {
    return lengths[Arrays.binarySearch(endings, node)];
  }

  /** How much of a pattern's beginning, at most, ends here. */
  int depth(int node) {
    return nodes.depth(node);
  }
}
