package skep.secrets.redaction;

import java.util.Arrays;

/**
 * The nodes of an {@link Automaton}, in the order of the sorted patterns: a node's first child is
 * the node after it and takes no memory; only where a pattern leaves the way of the one before is
 * there an entry in {@link Branches}. The root and its children, where most of a text is read, have
 * a table each. Six bytes a node.
 */
final class Nodes {
  static final int ROOT = 0;

  /** In a node's way back, whether a pattern ends at the node. */
  static final int ENDS = 1 << 31;

  /** In a node's way back, whether it may have children that are not the node after it. */
  static final int BRANCHES = 1 << 30;

  private static final int TABLE = 128;

  private final int shallow;
  private final char[] labels;
  private final int[] back;
  private final Branches branches;
  private final int[] starts;
  private final int[] depths;
  private final int[] tables;

  /**
   * @param shallow the root and its children are the nodes below this one
   * @param labels the symbol that leads to each node; behind each run of nodes stands none
   * @param back to the node of the longest other beginning of a pattern that ends here, filled in
   *     later
   * @param starts of the runs of nodes that lie one after the other, in order
   * @param depths of the nodes the runs start with
   */
  Nodes(int shallow, char[] labels, int[] back, Branches branches, int[] starts, int[] depths) {
    this.shallow = shallow;
    this.labels = labels;
    this.back = back;
    this.branches = branches;
    this.starts = starts;
    this.depths = depths;
    tables = new int[shallow * TABLE];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = shallow(i / TABLE, (char) (i % TABLE));
    }
  }

  private int shallow(int node, char symbol) {
    int child = branches.child(node, symbol);
    return child == ROOT ? branches.child(ROOT, symbol) : child;
  }

  /** Where the next symbol of a text leads. */
  int step(int from, char symbol) {
    int node = from;
    while (node >= shallow) {
      if (labels[node + 1] == symbol) {
        return node + 1;
      }
      int way = back[node];
      if ((way & BRANCHES) != 0) {
        int child = branches.child(node, symbol);
        if (child != ROOT) {
          return child;
        }
      }
      node = way & ~(ENDS | BRANCHES);
    }
    return symbol < TABLE ? tables[node * TABLE + symbol] : shallow(node, symbol);
  }

  boolean ends(int node) {
    return back[node] < 0;
  }

  /** How many symbols lead from the root to this node. */
  int depth(int node) {
    if (node < shallow) {
      return node == ROOT ? 0 : 1;
    }
    int found = Arrays.binarySearch(starts, node);
    int run = found < 0 ? -found - 2 : found;
    return depths[run] + node - starts[run];
  }
}
