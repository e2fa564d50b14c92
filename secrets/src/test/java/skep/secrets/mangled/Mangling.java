package skep.secrets.mangled;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes the bytes of a case from valid ones; the same random numbers make the same bytes. */
final class Mangling {
  private static final int MOST = 1 << 16;
  private static final int[] LENGTHS = {
    0, 1, 0xFF, 0xFFFF, 1 << 20, (1 << 20) + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1
  };

  private final List<byte[]> samples;
  private final Random random;

  Mangling(List<byte[]> samples, Random random) {
    this.samples = List.copyOf(samples);
    this.random = random;
  }

  /** Mangled once, and as often again as chance will have it. */
  byte[] next() {
    byte[] bytes = once(sample());
    while (random.nextInt(3) == 0 && bytes.length < MOST) {
      bytes = once(bytes);
    }
    return bytes;
  }

  private byte[] sample() {
    return samples.get(random.nextInt(samples.size())).clone();
  }

  private byte[] once(byte[] bytes) {
    return switch (random.nextInt(8)) {
      case 0 -> noise();
      case 1 -> flipped(bytes);
      case 2 -> Arrays.copyOf(bytes, at(bytes));
      case 3 -> spliced(bytes, sample());
      case 4 -> numbered(bytes);
      case 5 -> repeated(bytes);
      case 6 -> without(bytes);
      default -> overwritten(bytes);
    };
  }

  private int at(byte[] bytes) {
    return random.nextInt(bytes.length + 1);
  }

  private byte[] noise() {
    byte[] noise = new byte[random.nextInt(200)];
    random.nextBytes(noise);
    return noise;
  }

  private byte[] flipped(byte[] bytes) {
    for (int i = random.nextInt(1, 5); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private byte[] spliced(byte[] head, byte[] tail) {
    int from = at(tail);
    return joined(Arrays.copyOf(head, at(head)), Arrays.copyOfRange(tail, from, tail.length));
  }

  /** A length that is none, in one, two or four bytes, the highest first. */
  private byte[] numbered(byte[] bytes) {
    int number = LENGTHS[random.nextInt(LENGTHS.length)];
    int width = 1 << random.nextInt(3);
    int at = at(bytes);
    for (int i = 0; i < width && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (number >> (8 * (width - 1 - i)));
    }
    return bytes;
  }

  private byte[] repeated(byte[] bytes) {
    int from = at(bytes);
    byte[] chunk = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 64));
    byte[] all = Arrays.copyOf(bytes, from);
    for (int i = random.nextInt(1, 20); i > 0; i--) {
      all = joined(all, chunk);
    }
    return joined(all, Arrays.copyOfRange(bytes, from, bytes.length));
  }

  private byte[] without(byte[] bytes) {
    int from = at(bytes);
    int to = Math.min(bytes.length, from + random.nextInt(1, 20));
    return joined(Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, to, bytes.length));
  }

  private byte[] overwritten(byte[] bytes) {
    byte value = (byte) random.nextInt(256);
    int from = at(bytes);
    Arrays.fill(bytes, from, Math.min(bytes.length, from + random.nextInt(1, 9)), value);
    return bytes;
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
