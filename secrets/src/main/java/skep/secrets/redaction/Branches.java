package skep.secrets.redaction;

import java.util.Arrays;

/** Children of nodes by their symbol, in a table of open addresses. */
final class Branches {
  private final char[] labels;
  private final int[] parents;
  private final int[] children;

  /**
   * @param labels the symbol of every node
   * @param most how many there will be
   */
  Branches(char[] labels, int most) {
    this.labels = labels;
    int size = Integer.highestOneBit(Math.max(4, most)) * 4;
    parents = new int[size];
    children = new int[size];
    Arrays.fill(parents, -1);
  }

  void add(int parent, int child) {
    int slot = slot(parent, labels[child]);
    while (parents[slot] >= 0) {
      slot = next(slot);
    }
    parents[slot] = parent;
    children[slot] = child;
  }

  /** 0 where there is none. */
  int child(int parent, char symbol) {
    int slot = slot(parent, symbol);
    while (parents[slot] >= 0) {
      if (parents[slot] == parent && labels[children[slot]] == symbol) {
        return children[slot];
      }
      slot = next(slot);
    }
    return 0;
  }

  private int slot(int parent, char symbol) {
    int hash = (parent * 31 + symbol) * 0x9E3779B9;
    return (hash ^ hash >>> 15) & (parents.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (parents.length - 1);
  }
}
