package skep.bot.bench;

import java.lang.management.ManagementFactory;

/** The heap of the program that measures. */
final class Heap {
  private Heap() {}

  /** In bytes, after a collection. */
  static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
