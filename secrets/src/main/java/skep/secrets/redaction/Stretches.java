package skep.secrets.redaction;

import java.util.Arrays;

/** Parts of a text; those that overlap or touch are one. */
final class Stretches {
  /** Is told of a stretch. */
  interface Each {
    void stretch(int start, int end);
  }

  private int[] bounds = new int[16];
  private int count;

  /**
   * @param end not before any earlier stretch's
   */
  void add(int start, int end) {
    int from = start;
    while (count > 0 && bounds[count - 1] >= from) {
      from = Math.min(from, bounds[count - 2]);
      count -= 2;
    }
    if (count + 2 > bounds.length) {
      bounds = Arrays.copyOf(bounds, bounds.length * 2);
    }
    bounds[count++] = from;
    bounds[count++] = end;
  }

  /** In order. */
  void forEach(Each each) {
    for (int i = 0; i < count; i += 2) {
      each.stretch(bounds[i], bounds[i + 1]);
    }
  }

  /** These and those. */
  Stretches and(Stretches other) {
    Stretches both = new Stretches();
    int its = 0;
    for (int mine = 0; mine < count; mine += 2) {
      for (; its < other.count && other.bounds[its + 1] < bounds[mine + 1]; its += 2) {
        both.add(other.bounds[its], other.bounds[its + 1]);
      }
      both.add(bounds[mine], bounds[mine + 1]);
    }
    for (; its < other.count; its += 2) {
      both.add(other.bounds[its], other.bounds[its + 1]);
    }
    return both;
  }

  /** The text with a mark in the place of each. */
  String replace(String text, String mark) {
    if (count == 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int from = 0;
    for (int i = 0; i < count; i += 2) {
      out.append(text, from, bounds[i]).append(mark);
      from = bounds[i + 1];
    }
    return out.append(text, from, text.length()).toString();
  }
}
