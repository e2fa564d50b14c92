package skep.bot.bench;

import java.nio.file.Path;
import java.time.Duration;

/** How soon the built bot listens, and what it occupies while nobody asks anything. */
final class StartAndMemory {
  private static final int ROUNDS = 7;
  private static final Duration IDLE = Duration.ofSeconds(35);

  private final Report report;
  private final Path home;
  private final BenchEstate estate;
  private final String dockerHost;

  StartAndMemory(Report report, Path home, BenchEstate estate, String dockerHost) {
    this.report = report;
    this.home = home;
    this.estate = estate;
    this.dockerHost = dockerHost;
  }

  void run() {
    report.title("The bot's start, and its memory when idle");
    Samples starts = new Samples();
    for (int round = 0; round < ROUNDS; round++) {
      try (RunningBot bot = new RunningBot(home, estate, dockerHost)) {
        if (round > 0) {
          starts.add(bot.start());
        }
      }
    }
    report.row("./skep run to listening", starts.toString());
    report.goal("start", starts.medianSeconds(), 1.5, "s");
    try (RunningBot bot = new RunningBot(home, estate, dockerHost)) {
      RunningBot.sleep(IDLE);
      report.row("resident, idle since its start", "%.0f MB".formatted(bot.resident(false)));
      report.goal("resident, idle, after a collection", bot.resident(true), 150, "MB");
      for (int i = 0; i < 10; i++) {
        bot.say("/deploy " + estate.stack() + " --resolve-image never", "no changes");
      }
      RunningBot.sleep(IDLE);
      report.row("resident, idle after ten commands", "%.0f MB".formatted(bot.resident(false)));
      report.goal("the same, after a collection", bot.resident(true), 150, "MB");
    }
  }
}
