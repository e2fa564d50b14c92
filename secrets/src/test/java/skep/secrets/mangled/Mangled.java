package skep.secrets.mangled;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What holds for every reader, whatever it is given: it ends soon, it allocates no more than its
 * input is worth, and it throws nothing but its own refusals.
 *
 * @param samples what others write when nothing is wrong
 */
public record Mangled(Share share, List<byte[]> samples, Set<Class<? extends Exception>> refusals) {
  private static final int BATCH = 1_000;

  /** A case takes less than a millisecond, or some; the machine may have much else to do. */
  private static final Duration MOST = Duration.ofSeconds(60);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The reader. */
  public interface Reading {
    void read(byte[] bytes) throws Exception;
  }

  public void are(Reading reading) {
    for (int from = 0; from < share.cases(); from += BATCH) {
      int seed = from;
      int cases = Math.min(BATCH, share.cases() - from);
      assertTimeoutPreemptively(
          MOST, () -> batch(seed, cases, reading), () -> share + ", batch " + seed);
    }
  }

  private void batch(int seed, int cases, Reading reading) {
    Mangling mangling = new Mangling(samples, new Random(seed));
    for (int i = 0; i < cases; i++) {
      byte[] input = mangling.next();
      String number = "case %d of batch %d".formatted(i, seed);
      // What allocates more once may have loaded classes; a reader that does so does it again.
      long least = allocated(input, number, reading);
      if (least > share.mayAllocate(input)) {
        least = allocated(input, number, reading);
      }
      if (least > share.mayAllocate(input)) {
        throw new AssertionError("too much allocated for " + described(number, input));
      }
    }
  }

  private long allocated(byte[] input, String number, Reading reading) {
    byte[] given = input.clone();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      reading.read(given);
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      if (!refusals.contains(e.getClass())) {
        throw new AssertionError(described(number, input), e);
      }
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private String described(String number, byte[] input) {
    return "%s, %s: %s".formatted(share, number, HexFormat.of().formatHex(input));
  }
}
