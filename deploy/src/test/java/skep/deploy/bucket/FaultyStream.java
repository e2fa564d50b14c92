package skep.deploy.bucket;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A body on its way through a fault. */
final class FaultyStream extends FilterOutputStream {
  private final Fault fault;
  private final boolean answer;
  private final AtomicLong passed;
  private long position;

  /** The fault has happened; the connection is to end as it says. */
  static final class Broken extends IOException {
    private static final long serialVersionUID = 1;
  }

  /**
   * @param passed bytes of both bodies of the exchange
   */
  FaultyStream(OutputStream out, Fault fault, boolean answer, AtomicLong passed) {
    super(out);
    this.fault = fault;
    this.answer = answer;
    this.passed = passed;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] piece, int from, int count) throws IOException {
    switch (fault) {
      case Fault.Slow(int bytesPerSecond) -> trickle(piece, from, count, bytesPerSecond);
      case Fault.Reset(long after) -> until(after - passed.get(), piece, from, count);
      case Fault.Truncate(long after) when answer -> until(after - position, piece, from, count);
      case Fault.Corrupt(long at) when answer -> pass(flipped(piece, from, count, at), 0, count);
      case Fault.Truncate _, Fault.Corrupt _, Fault.LoseAnswer _, Fault.Answer _ ->
          pass(piece, from, count);
    }
  }

  private void pass(byte[] piece, int from, int count) throws IOException {
    out.write(piece, from, count);
    passed.addAndGet(count);
    position += count;
  }

  private void until(long left, byte[] piece, int from, int count) throws IOException {
    int some = (int) Math.max(0, Math.min(left, count));
    pass(piece, from, some);
    if (some < count) {
      out.flush();
      throw new Broken();
    }
  }

  private byte[] flipped(byte[] piece, int from, int count, long at) {
    byte[] copy = java.util.Arrays.copyOfRange(piece, from, from + count);
    if (at >= position && at < position + count) {
      copy[(int) (at - position)] ^= 1;
    }
    return copy;
  }

  private void trickle(byte[] piece, int from, int count, int bytesPerSecond) throws IOException {
    int step = Math.max(1, bytesPerSecond / 20);
    for (int done = 0; done < count; done += step) {
      int some = Math.min(step, count - done);
      LockSupport.parkNanos(some * 1_000_000_000L / bytesPerSecond);
      pass(piece, from + done, some);
      out.flush();
    }
  }
}
