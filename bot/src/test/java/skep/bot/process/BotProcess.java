package skep.bot.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A Java program of this build, running: what it says, line by line, and its end. */
final class BotProcess implements AutoCloseable {
  private static final String BRISK_BOT = "skep.bot.wiring.BriskBot";

  private final Process process;
  private final List<String> all = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  private final Thread output;

  private BotProcess(Process process) {
    this.process = process;
    output =
        Thread.ofPlatform()
            .daemon()
            .name("bot-output")
            .start(() -> read(process.getInputStream(), lines));
    Thread.ofPlatform()
        .daemon()
        .name("bot-errors")
        .start(() -> read(process.getErrorStream(), new ArrayList<>()));
  }

  static BotProcess bot(Map<String, String> environment) {
    return start(environment, BRISK_BOT, List.of());
  }

  static BotProcess start(Map<String, String> environment, String main, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("DOCKER_"));
    builder.environment().putAll(environment);
    try {
      return new BotProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(InputStream stream, List<String> to) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        synchronized (lines) {
          all.add(line);
          to.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException e) {
      // Killed in the middle of a line.
    }
  }

  void tell(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new IllegalStateException("the bot has ended and said:\n" + this, e);
    }
  }

  void awaitLine(Predicate<String> wanted, Duration atMost) {
    if (!saysWithin(wanted, atMost)) {
      throw new IllegalStateException("the bot did not say it, but:\n" + this);
    }
  }

  /** Whether it has said, or says in this time, such a line. */
  boolean saysWithin(Predicate<String> wanted, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    synchronized (lines) {
      while (lines.stream().noneMatch(wanted)) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        pause(left);
      }
      return true;
    }
  }

  private void pause(long millis) {
    try {
      lines.wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the bot was heard", e);
    }
  }

  /** What it said since it was last told something with {@link #tellAnew}. */
  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** What was said before counts no more. */
  void tellAnew(String line) {
    synchronized (lines) {
      lines.clear();
    }
    tell(line);
  }

  /** As the operating system does it: no handler runs. */
  void kill() {
    process.destroyForcibly();
    if (exit(Duration.ofSeconds(10)).isEmpty()) {
      throw new IllegalStateException("the process outlives its end");
    }
  }

  /** The exit status; empty where it still runs after this time. */
  Optional<Integer> exit(Duration atMost) {
    try {
      return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)
          ? Optional.of(process.exitValue())
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process ended", e);
    }
  }

  /** Ends by itself; what it printed then. */
  Ended ended() {
    int status = exit(Duration.ofMinutes(2)).orElseThrow();
    try {
      output.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process was heard", e);
    }
    return new Ended(status, lines());
  }

  /**
   * How a program ended.
   *
   * @param lines of its standard output
   */
  record Ended(int status, List<String> lines) {}

  @Override
  public void close() {
    process.destroy();
    if (exit(Duration.ofSeconds(20)).isEmpty()) {
      kill();
    }
  }

  @Override
  public String toString() {
    synchronized (lines) {
      return String.join("\n", all);
    }
  }
}
