package skep.deploy.release;

import java.math.BigInteger;
import java.util.Collection;

/**
 * Which steps of a release were begun, or are done: one bit a step, written as a hexadecimal
 * number, so that a label holds the journal of a thousand services in 250 characters.
 */
record StepSet(BigInteger bits) {
  static final StepSet NONE = new StepSet(BigInteger.ZERO);

  static StepSet parse(String hex) {
    return hex.isEmpty() ? NONE : new StepSet(new BigInteger(hex, 16));
  }

  StepSet with(Collection<Integer> steps) {
    BigInteger all = bits;
    for (int step : steps) {
      all = all.setBit(step);
    }
    return new StepSet(all);
  }

  boolean contains(int step) {
    return bits.testBit(step);
  }

  @Override
  public String toString() {
    return bits.toString(16);
  }
}
