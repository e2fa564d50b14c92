package skep.bot.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import skep.bot.local.chat.LocalChat;
import skep.bot.local.chat.Said;
import skep.bot.official.OfficialClient;

/**
 * From a message to the first thing its author sees of an answer: Skep, which notes the command in
 * the Swarm, and a bot on Rocket.Chat's own client that does nothing but answer, in turn, on the
 * same server; quiet, and while other rooms are flooded.
 */
final class FirstReply {
  private static final int ROUNDS = 110;
  private static final int WARM_UP = 10;
  private static final int FLOOD_A_MINUTE = 10_000;

  /** Slower than a server's limits for accounts that are no bots, which Skep keeps to. */
  private static final Duration PAUSE = Duration.ofMillis(400);

  private final Report report;
  private final LocalChat chat;
  private final AtomicReference<Asked> asked = new AtomicReference<>(new Asked("", ""));

  /** A command on its way, and when it got its first reply. */
  private record Asked(String text, String id, CompletableFuture<Long> replied) {
    Asked(String text, String id) {
      this(text, id, new CompletableFuture<>());
    }

    /** Knows its id where this is it. */
    Asked stored(Said said) {
      boolean it = id.isEmpty() && said.thread().isEmpty() && said.text().equals(text);
      return it ? new Asked(text, said.id(), replied) : this;
    }
  }

  FirstReply(Report report, LocalChat chat) {
    this.report = report;
    this.chat = chat;
  }

  void run() throws IOException, InterruptedException {
    report.title("From a command to the first visible reply, beside an echo bot on ddp-client");
    chat.mischief().watch(this::stored);
    chat.openChannel("noise");
    try (OfficialClient echo = new OfficialClient("echo.cjs", chat.url(), "colleague")) {
      echo.says("subscribed");
      Both quiet = measure();
      quiet.rows(report, "quiet");
      report.goal("Skep to echo bot, p50, quiet", quiet.ratio(50), 1, "×");
      AtomicBoolean over = new AtomicBoolean();
      Thread flood = Thread.ofPlatform().start(() -> flood(over));
      Both flooded = measure();
      over.set(true);
      flood.join();
      flooded.rows(report, "10,000 messages a minute in another room");
      report.goal("Skep to echo bot, p50, flooded", flooded.ratio(50), 1, "×");
      report.goal("Skep to echo bot, p99, flooded", flooded.ratio(99), 0.5, "×");
    }
  }

  private void stored(Said said) {
    Asked now = asked.updateAndGet(before -> before.stored(said));
    if (said.thread().equals(Optional.of(now.id()))) {
      now.replied().complete(System.nanoTime());
    }
  }

  private record Both(Samples skep, Samples echo) {
    void rows(Report report, String when) {
      report.row("Skep, " + when, skep.percentiles());
      report.row("echo bot, " + when, echo.percentiles());
    }

    double ratio(int percent) {
      return skep.seconds(percent) / echo.seconds(percent);
    }
  }

  private Both measure() throws InterruptedException {
    Samples skep = new Samples();
    Samples echo = new Samples();
    for (int round = 0; round < ROUNDS; round++) {
      Duration ofSkep = time("/help");
      Duration ofEcho = time("!echo " + round);
      if (round >= WARM_UP) {
        skep.add(ofSkep);
        echo.add(ofEcho);
      }
      RunningBot.sleep(PAUSE);
    }
    return new Both(skep, echo);
  }

  private Duration time(String line) throws InterruptedException {
    Asked now = new Asked(line, "");
    asked.set(now);
    long begin = System.nanoTime();
    chat.say("you", "ops", line);
    try {
      return Duration.ofNanos(now.replied().get(30, TimeUnit.SECONDS) - begin);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("nobody answered " + line + ": " + chat.said("ops"), e);
    }
  }

  private void flood(AtomicBoolean over) {
    long begin = System.nanoTime();
    for (long said = 0; !over.get(); said++) {
      long due = begin + said * 60_000_000_000L / FLOOD_A_MINUTE;
      RunningBot.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
      chat.say("you", "noise", "so much is said here, number " + said);
    }
  }
}
