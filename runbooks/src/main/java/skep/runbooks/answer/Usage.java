package skep.runbooks.answer;

/**
 * What a model has read and written, in its tokens; both have their price.
 *
 * @param in read
 * @param out written, with what it only thought
 */
public record Usage(long in, long out) {
  public static final Usage NONE = new Usage(0, 0);

  private static final int CHARACTERS_A_TOKEN = 4;

  public Usage {
    if (in < 0 || out < 0) {
      throw new IllegalArgumentException("tokens below zero: " + in + ", " + out);
    }
  }

  /** For a model that did not say: what was spent must not count as nothing. */
  public static Usage roughly(long charactersIn, long charactersOut) {
    return new Usage(
        Math.ceilDiv(charactersIn, CHARACTERS_A_TOKEN),
        Math.ceilDiv(charactersOut, CHARACTERS_A_TOKEN));
  }

  public Usage plus(Usage other) {
    return new Usage(Math.addExact(in, other.in), Math.addExact(out, other.out));
  }

  public long tokens() {
    return in + out;
  }
}
