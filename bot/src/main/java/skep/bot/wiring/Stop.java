package skep.bot.wiring;

/** The end of the program on SIGTERM or SIGINT: drain first. */
final class Stop {
  private Stop() {}

  static void onSignal(AutoCloseable running) {
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> close(running)));
  }

  private static void close(AutoCloseable running) {
    try {
      running.close();
    } catch (Exception e) {
      System.Logger log = System.getLogger(Stop.class.getName());
      log.log(System.Logger.Level.WARNING, "did not stop cleanly", e);
    }
  }
}
