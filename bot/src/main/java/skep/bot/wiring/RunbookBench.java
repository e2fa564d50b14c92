package skep.bot.wiring;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.bot.health.Word;
import skep.commands.Command;
import skep.commands.access.Access;
import skep.commands.access.Act;
import skep.commands.ask.AskCommand;
import skep.commands.ask.AskCommand.Look;
import skep.commands.ask.Runbooks;
import skep.commands.ask.Unanswered;
import skep.commands.ask.state.AlertsLook;
import skep.commands.ask.state.BackupsLook;
import skep.commands.ask.state.LogLook;
import skep.commands.ask.state.NodesLook;
import skep.commands.ask.state.ReleasesLook;
import skep.commands.ask.state.StackLook;
import skep.commands.planning.Estates;
import skep.deploy.release.RecordStore;
import skep.deploy.release.Releases;
import skep.deploy.swarm.Swarm;

/** Questions, and the runbooks that are kept at hand for them. */
final class RunbookBench implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RunbookBench.class.getName());

  /** What is not embedded by then is embedded by the next bot. */
  private static final Duration LAST_BATCH = Duration.ofSeconds(2);

  private final AtomicReference<Optional<Thread>> reading = new AtomicReference<>(Optional.empty());
  private final Runbooks runbooks;
  private final Unanswered unanswered;
  private final Command command;

  /**
   * @param board what all backups are like, in words
   * @param learnt whether all secret values a stack may have written are known to redaction
   */
  RunbookBench(
      Runbooks runbooks,
      Swarm swarm,
      RecordStore records,
      Releases releases,
      Supplier<String> board,
      Predicate<String> learnt,
      Estates estates,
      Access access,
      Bench.Surroundings around) {
    this.runbooks = runbooks;
    unanswered = new Unanswered(records, estates, around.announcer(), around.clock());
    Questions with = around.questions();
    command =
        new AskCommand(
            estates,
            access,
            runbooks,
            new AskCommand.Writing(
                with.models(),
                List.of(
                    new Look(Act.ASK, new StackLook(swarm)),
                    new Look(Act.DEPLOY, new LogLook(swarm, learnt)),
                    new Look(Act.ASK, new ReleasesLook(releases)),
                    new Look(Act.ASK, new NodesLook(swarm)),
                    new Look(Act.ASK, new AlertsLook(around.incidents())),
                    new Look(Act.BACKUP, new BackupsLook(board))),
                around.redaction(),
                with.link(),
                unanswered::note),
            around.clock());
  }

  Command command() {
    return command;
  }

  /** How far the runbooks are read. */
  Word word() {
    Runbooks.State state = runbooks.state();
    return new Word(!(state instanceof Runbooks.State.NotRead), state.words());
  }

  /**
   * Reads what is new, now and then.
   *
   * @param ended waits between two looks; true where there is none after it
   */
  void start(BooleanSupplier ended) {
    reading.set(Optional.of(Thread.ofVirtual().name("runbooks").start(() -> rounds(ended))));
  }

  private void rounds(BooleanSupplier ended) {
    do {
      look();
      tell();
    } while (!Thread.currentThread().isInterrupted() && !ended.getAsBoolean());
  }

  void look() {
    try {
      runbooks.look();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the runbooks were not read: {0}", e.getMessage());
      runbooks.failed("they were not read: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell() {
    try {
      unanswered.look();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "what was not answered is told later: {0}", e.getMessage());
    }
  }

  @Override
  public void close() {
    Optional<Thread> reader = reading.getAndSet(Optional.empty());
    reader.ifPresent(Thread::interrupt);
    try {
      if (reader.isEmpty() || reader.get().join(LAST_BATCH)) {
        runbooks.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
