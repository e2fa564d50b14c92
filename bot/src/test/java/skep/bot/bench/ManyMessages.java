package skep.bot.bench;

import skep.bot.local.chat.Mischief;

/** What the bot occupies after a million messages of other people's about other things. */
final class ManyMessages {
  private static final int CHUNKS = 100;
  private static final int CHUNK = 10_000;
  private static final int EARLY = 10;

  private final Report report;
  private final RunningBot bot;

  ManyMessages(Report report, RunningBot bot) {
    this.report = report;
    this.bot = bot;
  }

  void run() {
    report.title("The bot's memory while it hears a million messages");
    long begin = System.nanoTime();
    double early = 0;
    for (int chunk = 1; chunk <= CHUNKS; chunk++) {
      hear();
      if (chunk == EARLY) {
        early = bot.resident(true);
        report.row("resident after 100,000, after a collection", "%.0f MB".formatted(early));
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    report.row("resident after 1,000,000", "%.0f MB".formatted(bot.resident(false)));
    double late = bot.resident(true);
    report.row("the same, after a collection", "%.0f MB".formatted(late));
    report.goal("1,000,000 to 100,000", late / early, 1.1, "×");
    report.row("messages a second", "%.0f".formatted(CHUNKS * CHUNK / seconds));
  }

  /** The answer to the last word of a chunk shows that all before it was heard. */
  private void hear() {
    Mischief others = bot.chat().mischief();
    for (int i = 0; i < CHUNK; i++) {
      others.passing("you", "noise", "so much is said here, number " + i);
    }
    bot.say("/help", "/deploy");
  }
}
