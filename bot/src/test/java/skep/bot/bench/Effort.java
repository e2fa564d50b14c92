package skep.bot.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * What something cost.
 *
 * @param clock until it was done, which is longer beside other work
 * @param processor how long this program's threads ran meanwhile, which is not
 */
record Effort(Duration clock, Duration processor) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** Something that says how long it took. */
  interface Work {
    Duration done() throws InterruptedException;
  }

  static Effort of(Work work) throws InterruptedException {
    long begun = SYSTEM.getProcessCpuTime();
    Duration clock = work.done();
    return new Effort(clock, Duration.ofNanos(SYSTEM.getProcessCpuTime() - begun));
  }

  /** In seconds. */
  static double sum(List<Effort> efforts, Function<Effort, Duration> which) {
    return efforts.stream().map(which).mapToLong(Duration::toNanos).sum() / 1e9;
  }
}
