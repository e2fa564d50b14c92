package skep.deploy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A lab number nobody else on this machine holds. The operating system gives it back when the
 * process ends, however it ends.
 */
record LabNumber(int value, FileChannel lock) implements AutoCloseable {
  // Numbers below are for people at a shell.
  private static final int FIRST = 100;
  private static final int LAST = 250;

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
      var folder =
          Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "skep-labs"));
      var channel =
          FileChannel.open(
              folder.resolve(number + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() != null) {
          return Optional.of(new LabNumber(number, channel));
        }
      } catch (OverlappingFileLockException held) {
        // Another lab of this same run has it. The channel stays open: closing any channel on the
        // file would give up this process's lock on it, and another run would take that lab down.
        return Optional.empty();
      }
      channel.close();
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
