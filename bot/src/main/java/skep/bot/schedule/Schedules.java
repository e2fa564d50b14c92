package skep.bot.schedule;

import static org.quartz.SimpleScheduleBuilder.simpleSchedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.quartz.DateBuilder;
import org.quartz.DateBuilder.IntervalUnit;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/**
 * Wakes one callback, never twice at the same time; of several reasons to wake that come while it
 * runs, one wake is left. A callback that fails is logged and woken again as if it had not.
 *
 * <p>The pulse is counted by a clock that nobody sets: Quartz (2.5.2) waits for a time of day, and
 * would be silent for an hour after the clock went back by one.
 */
public final class Schedules implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Schedules.class.getName());
  private static final Duration PULSE = Duration.ofMinutes(1);

  /** Quartz may be two milliseconds early, and the moment has to be there when it wakes. */
  private static final Duration EARLY = Duration.ofMillis(5);

  private static final JobDetail WAKE = JobBuilder.newJob(Wake.class).withIdentity("wake").build();

  private final Runnable callback;
  private final InstantSource clock;
  private final Duration pulse;
  private final Scheduler quartz;
  private final ScheduledExecutorService pulses =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("pulse").factory());
  private volatile List<Moments> watched = List.of();

  /** When something may be due. */
  @FunctionalInterface
  public interface Moments {
    /** The first after this one. */
    Instant after(Instant moment);
  }

  private record Wake(Runnable run) implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      run.run();
    }
  }

  Schedules(Runnable callback, InstantSource clock, Duration pulse) {
    this.callback = callback;
    this.clock = clock;
    this.pulse = pulse;
    this.quartz = quartz();
  }

  /** Wakes at once, and from then on at least once a minute. */
  public static Schedules start(Runnable callback, InstantSource clock) {
    return start(callback, clock, PULSE);
  }

  static Schedules start(Runnable callback, InstantSource clock, Duration pulse) {
    Schedules schedules = new Schedules(callback, clock, pulse);
    try {
      schedules.quartz.setJobFactory((fired, scheduler) -> new Wake(schedules::wake));
      schedules.quartz.start();
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz did not start: " + e.getMessage(), e);
    }
    schedules.pulses.scheduleWithFixedDelay(
        () -> schedules.wakeIn(Duration.ZERO, "pulse"), 0, pulse.toMillis(), TimeUnit.MILLISECONDS);
    return schedules;
  }

  /** Several in one program are several, so each has a name of its own. */
  private static Scheduler quartz() {
    Properties settings = new Properties();
    settings.setProperty(StdSchedulerFactory.PROP_SCHED_INSTANCE_NAME, "skep-" + UUID.randomUUID());
    settings.setProperty(StdSchedulerFactory.PROP_SCHED_MAKE_SCHEDULER_THREAD_DAEMON, "true");
    settings.setProperty("org.quartz.threadPool.threadCount", "1");
    settings.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
    try {
      return new StdSchedulerFactory(settings).getScheduler();
    } catch (SchedulerException e) {
      throw new IllegalStateException("Quartz cannot be set up: " + e.getMessage(), e);
    }
  }

  /** From now on these moments and no others; wakes at once, for one of them may be there. */
  public void watch(Collection<? extends Moments> moments) {
    watched = List.copyOf(moments);
    wakeIn(Duration.ZERO, "pulse");
  }

  private void wake() {
    Instant begun = clock.instant();
    try {
      callback.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "what is due could not be found out", e);
    } finally {
      // Also what came while the callback ran, which may have looked before.
      next(begun).filter(wait -> wait.compareTo(pulse) < 0).ifPresent(wait -> wakeIn(wait, "due"));
    }
  }

  private Optional<Duration> next(Instant after) {
    return watched.stream()
        .map(moments -> moments.after(after))
        .min(Instant::compareTo)
        .map(moment -> Duration.between(clock.instant(), moment).plus(EARLY))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
  }

  /** In place of the wake that waits for the same reason, if one does. */
  private void wakeIn(Duration wait, String reason) {
    try {
      quartz.scheduleJob(
          WAKE,
          Set.of(
              TriggerBuilder.newTrigger()
                  .withIdentity(reason)
                  .startAt(
                      DateBuilder.futureDate(
                          Math.toIntExact(wait.toMillis()), IntervalUnit.MILLISECOND))
                  .withSchedule(simpleSchedule().withMisfireHandlingInstructionFireNow())
                  .build()),
          true);
    } catch (SchedulerException e) {
      // After the end there is nothing to wake; before it, the pulse tries again.
      LOG.log(pulses.isShutdown() ? Level.FINE : Level.WARNING, "Quartz takes no wake", e);
    }
  }

  /** Wakes no more; a callback that runs is left to end. */
  @Override
  public void close() {
    pulses.shutdownNow();
    try {
      quartz.shutdown(false);
    } catch (SchedulerException e) {
      LOG.log(Level.WARNING, "Quartz did not stop", e);
    }
  }
}
