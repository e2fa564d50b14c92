package skep.deploy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * A lab number nobody else on this machine holds: the one whose port is ours. The operating system
 * gives it back when the process ends, however it ends. (A lock on a file would not do: a process
 * loses it with the first of its handles on that file that is closed, be it by the collector.)
 */
record LabNumber(int value, ServerSocket hold) implements AutoCloseable {
  // Numbers below are for people at a shell.
  private static final int FIRST = 100;
  private static final int LAST = 250;
  private static final int PORTS = 21_000;

  static LabNumber claim() {
    for (int number = FIRST; number <= LAST; number++) {
      var claimed = tryClaim(number);
      if (claimed.isPresent()) {
        return claimed.get();
      }
    }
    throw new IllegalStateException(
        "all lab numbers from %d to %d are taken: end other test runs".formatted(FIRST, LAST));
  }

  private static Optional<LabNumber> tryClaim(int number) {
    try {
      var hold = new ServerSocket(PORTS + number, 1, InetAddress.getLoopbackAddress());
      return Optional.of(new LabNumber(number, hold));
    } catch (BindException taken) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      hold.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
