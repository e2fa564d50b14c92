package skep.bot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import skep.bot.local.chat.LocalChat;
import skep.bot.local.chat.Said;

/** The built program as {@code ./skep run} starts it, in front of an embedded chat server. */
final class RunningBot implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(2);

  private final LocalChat chat = LocalChat.start(LocalChat.Options.onFreePort());
  private final Path output;
  private final Process process;
  private final Duration start;

  RunningBot(Path home, BenchEstate estate, String dockerHost) {
    this(home, estate, dockerHost, Map.of());
  }

  RunningBot(Path home, BenchEstate estate, String dockerHost, Map<String, String> more) {
    try {
      output = Files.createTempFile(home, "bot", ".log");
      ProcessBuilder builder = new ProcessBuilder(Programs.LAUNCHER.toString(), "run");
      builder.environment().put("ROCKETCHAT_URL", chat.url());
      builder.environment().put("ROCKETCHAT_USER_ID", chat.botUserId());
      builder
          .environment()
          .put("ROCKETCHAT_TOKEN", new String(chat.botToken().reveal(), StandardCharsets.UTF_8));
      builder.environment().put("SKEP_ESTATE", estate.directory().toString());
      builder.environment().put("DOCKER_HOST", dockerHost);
      builder.environment().putAll(more);
      long begin = System.nanoTime();
      process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      await(() -> read().contains("listening as"), "did not begin to listen");
      start = Duration.ofNanos(System.nanoTime() - begin);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LocalChat chat() {
    return chat;
  }

  /** From the program's start to its word that it listens. */
  Duration start() {
    return start;
  }

  /** From a message to the bot's answer that has this in it. */
  Duration say(String line, String verdict) {
    long begin = System.nanoTime();
    String message = chat.say("you", "ops", line);
    Predicate<Said> answers =
        said -> said.thread().equals(Optional.of(message)) && said.text().contains(verdict);
    await(() -> chat.said("ops").stream().anyMatch(answers), "did not answer " + line);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Resident memory in MB, after a full collection or as it is. */
  double resident(boolean collected) {
    String pid = Long.toString(process.pid());
    if (collected) {
      Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
      new Programs(Map.of()).run(List.of(jcmd.toString(), pid, "GC.run"));
      sleep(Duration.ofSeconds(2));
    }
    try (var lines = Files.lines(Path.of("/proc", pid, "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(Condition condition, String otherwise) {
    long end = System.nanoTime() + LIMIT.toNanos();
    try {
      while (!condition.holds()) {
        if (System.nanoTime() > end || !process.isAlive()) {
          throw new IllegalStateException(
              "the bot " + otherwise + "; it said:\n" + read() + chat.said("ops"));
        }
        sleep(LOOK);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private String read() throws IOException {
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    chat.close();
  }
}
