package skep.bot.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import skep.bot.schedule.Schedules;
import skep.commands.access.Access;
import skep.commands.backup.BackupCommand;
import skep.commands.backup.BackupNews;
import skep.commands.backup.BackupRounds;
import skep.commands.backup.BackupWork;
import skep.commands.backup.BoardChart;
import skep.commands.backup.ReportText;
import skep.commands.chat.Origin;
import skep.commands.planning.Estates;
import skep.deploy.release.RecordStore;
import skep.deploy.release.StackLocks;
import skep.deploy.swarm.Swarm;
import skep.deploy.times.Schedule;

/** {@code /backup}, and what the clock begins without anybody asking. */
final class BackupBench {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BackupCommand command;
  private final BackupRounds rounds;
  private final Bench.Surroundings around;
  // Of threads that end with the program: what runs on nodes goes on without them.
  private final ExecutorService runs = Executors.newVirtualThreadPerTaskExecutor();

  BackupBench(
      Swarm swarm,
      RecordStore records,
      StackLocks locks,
      Estates estates,
      Access access,
      Bench.Surroundings around) {
    this.around = around;
    BackupNews news =
        new BackupNews(
            around.incidents(),
            BackupBench::ping,
            report ->
                Origin.parse(report.run().origin())
                    .ifPresent(origin -> around.tell().accept(origin, ReportText.of(report))),
            around.clock());
    Path folder =
        Path.of(
            System.getProperty("java.io.tmpdir"), "skep-backup-" + ProcessHandle.current().pid());
    OpenBackups open = new OpenBackups(swarm, records, locks, around, folder);
    BackupWork work = new BackupWork(estates, open, news, around.clock());
    command =
        new BackupCommand(
            estates, access, work, new BoardChart(around.redaction()), around.clock());
    rounds = new BackupRounds(work, news, around.incidents(), runs, around.clock());
  }

  BackupCommand command() {
    return command;
  }

  /** From now on what is due is begun. */
  Schedules start() {
    AtomicReference<Schedules> clock = new AtomicReference<>();
    AtomicReference<List<Schedule>> watched = new AtomicReference<>(List.of());
    Schedules schedules =
        Schedules.start(
            () -> {
              rounds.look();
              List<Schedule> now = rounds.schedules();
              Optional.ofNullable(clock.get())
                  .filter(_ -> !now.equals(watched.getAndSet(now)))
                  .ifPresent(one -> one.watch(now.stream().map(BackupBench::moments).toList()));
            },
            around.clock());
    clock.set(schedules);
    return schedules;
  }

  private static Schedules.Moments moments(Schedule schedule) {
    return schedule::nextAfter;
  }

  private static void ping(URI address) {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      client.send(
          HttpRequest.newBuilder(address).timeout(PATIENCE).build(), BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException("the ping was not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
