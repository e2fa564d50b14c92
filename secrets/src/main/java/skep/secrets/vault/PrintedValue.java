package skep.secrets.vault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import skep.secrets.redaction.SecretValue;

/** Runs a program that prints a value. It sees nothing of the bot's own settings. */
final class PrintedValue {
  private static final int SECONDS = 20;

  /** The Swarm takes no more as a secret. */
  private static final int LARGEST = 500 * 1024;

  private PrintedValue() {}

  static SecretValue of(List<String> command) {
    String program = command.getFirst();
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG"));
      return printed(program, builder.start());
    } catch (IOException e) {
      throw new GenerationException(
          "the program %s that makes this secret cannot be started: it has to be where Skep runs"
              .formatted(program));
    }
  }

  private static SecretValue printed(String program, Process process) {
    try {
      CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> read(process));
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new GenerationException(
            "the program %s did not end within %d s".formatted(program, SECONDS));
      }
      if (process.exitValue() != 0) {
        throw new GenerationException(
            "the program %s ended with status %d".formatted(program, process.exitValue()));
      }
      return value(program, output.join());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GenerationException("the program %s was interrupted".formatted(program));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static byte[] read(Process process) {
    try (InputStream output = process.getInputStream()) {
      byte[] value = output.readNBytes(LARGEST + 1);
      output.transferTo(OutputStream.nullOutputStream());
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SecretValue value(String program, byte[] output) {
    int end = output.length;
    if (end > 0 && output[end - 1] == '\n') {
      end--;
    }
    if (end > 0 && output[end - 1] == '\r') {
      end--;
    }
    if (end == 0 || end > LARGEST) {
      throw new GenerationException(
          "the program %s printed %s".formatted(program, end == 0 ? "nothing" : "too much"));
    }
    return SecretValue.of(Arrays.copyOf(output, end));
  }
}
