package skep.secrets.redaction;

import java.util.Optional;

/**
 * A way of reading a text across line breaks: where the automaton is, and which parts of the text
 * led there.
 */
final class Trail {
  /**
   * What was read before a line break.
   *
   * @param blanks count as read after it, in the break's place
   */
  record Before(int from, int end, int blanks, Optional<Before> earlier) {
    int symbols() {
      return end - from + blanks;
    }
  }

  private final int from;
  private final Before before;
  private int node;

  /**
   * @param from where in the text it goes on
   */
  Trail(int node, int from, Before before) {
    this.node = node;
    this.from = from;
    this.before = before;
  }

  int node() {
    return node;
  }

  void node(int next) {
    node = next;
  }

  int from() {
    return from;
  }

  /** What was read by the time of a break here. */
  Before upTo(int end, int blanks) {
    // Where nothing was read since the break before, the two are one.
    return end == from
        ? new Before(before.from, before.end, before.blanks + blanks, before.earlier)
        : new Before(from, end, blanks, Optional.of(before));
  }

  /** Where in the text the last symbols that were read begin. */
  int start(int symbols, int end) {
    int left = symbols - (end - from);
    if (left <= 0) {
      return end - symbols;
    }
    Before part = before;
    while (left > part.symbols()) {
      left -= part.symbols();
      part = part.earlier.orElseThrow();
    }
    return part.end - Math.max(0, left - part.blanks);
  }
}
