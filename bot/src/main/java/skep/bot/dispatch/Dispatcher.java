package skep.bot.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.bot.dispatch.Chat.Post;
import skep.commands.chat.Invocation;
import skep.commands.chat.Origin;
import skep.commands.chat.Outcome;

/**
 * From a message heard to its answer. A command is taken in the ledger before anything else happens
 * for it, so it runs once however often it is heard and however many bots hear it.
 */
public final class Dispatcher implements Heard.Listener, AutoCloseable {
  /** A command older than this was typed for a situation that may be gone. */
  static final Duration OLDEST = Duration.ofMinutes(5);

  private static final Duration FLUSH = Duration.ofSeconds(30);
  private static final Logger LOG = Logger.getLogger(Dispatcher.class.getName());

  private final Chat chat;
  private final Ledger ledger;
  private final Function<Invocation, Outcome> commands;
  private final InstantSource clock;
  private final Map<String, Origin> running = new ConcurrentHashMap<>();
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("command-", 0).factory());

  public Dispatcher(
      Chat chat, Ledger ledger, Function<Invocation, Outcome> commands, InstantSource clock) {
    this.chat = chat;
    this.ledger = ledger;
    this.commands = commands;
    this.clock = clock;
  }

  @Override
  public void heard(Heard heard) {
    try {
      workers.execute(() -> answer(heard));
    } catch (RejectedExecutionException e) {
      // Draining. The message is not taken: the next bot reads it back and answers it.
      LOG.log(Level.INFO, "left for the next bot: {0}", heard.id());
    }
  }

  private void answer(Heard heard) {
    try {
      switch (heard.what()) {
        case Heard.What.Command(var line) -> run(heard, line);
        case Heard.What.Question _ ->
            reply(heard, "I cannot answer questions yet. What I can do: `/help`");
        case Heard.What.NearMiss(var hint) -> reply(heard, hint);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "message " + heard.id() + " was not answered", e);
    }
  }

  private void run(Heard heard, String line) {
    Origin origin = new Origin(heard.room().id(), heard.thread(), heard.id());
    if (!take(heard, origin)) {
      return;
    }
    Duration age = Duration.between(heard.typed(), clock.instant());
    if (age.compareTo(OLDEST) > 0) {
      reply(heard, Replies.tooOld(line, age));
      settle(origin);
      return;
    }
    running.put(heard.id(), origin);
    try {
      String message = reply(heard, Replies.accepted(line));
      Invocation.Progress progress = text -> chat.edit(heard.room().id(), message, text);
      finish(origin, message, commands.apply(invocation(heard, line, progress)));
    } finally {
      running.remove(heard.id());
    }
  }

  private boolean take(Heard heard, Origin origin) {
    try {
      return ledger.take(origin);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the ledger does not answer", e);
      reply(heard, Replies.notTaken());
      return false;
    }
  }

  private void finish(Origin origin, String message, Outcome outcome) {
    chat.conclude(origin.room(), message, Replies.of(outcome));
    if (outcome instanceof Outcome.Waiting waiting) {
      // The question belongs below the diff it is about.
      chat.flush(FLUSH);
      chat.post(
          Post.reply(origin.room(), origin.thread(), Replies.ask(waiting))
              .withActions(Replies.buttons(waiting))
              .withId(ReplyId.to(origin.message(), "ask")));
    }
    settle(origin);
  }

  /** Only what the chat server took counts as answered; it may be down while it is deployed. */
  private void settle(Origin origin) {
    while (!chat.flush(FLUSH)) {
      if (workers.isShutdown()) {
        return;
      }
    }
    ledger.answered(origin);
  }

  private String reply(Heard heard, String text) {
    return chat.post(
        Post.reply(heard.room().id(), heard.thread(), text)
            .withId(ReplyId.to(heard.id(), "reply")));
  }

  private static Invocation invocation(Heard heard, String line, Invocation.Progress progress) {
    return new Invocation(
        heard.id(), heard.by(), heard.room(), heard.thread(), line, heard.typed(), progress);
  }

  /**
   * Reports what became of something an earlier bot left unfinished, in the thread it came from.
   */
  public void report(Origin origin, String text) {
    if (!origin.atTerminal()) {
      chat.post(
          Post.reply(origin.room(), origin.thread(), text)
              .withId(ReplyId.to(origin.message(), "recovered")));
      settle(origin);
    }
  }

  /**
   * Commands another bot took and did not answer yet.
   *
   * @param quiet how long ago it took them at least: that bot may still be at it
   */
  public List<Origin> unanswered(Duration quiet) {
    Instant before = clock.instant().minus(quiet);
    return ledger.unanswered().stream()
        .filter(taken -> taken.since().isBefore(before))
        .map(Ledger.Taken::origin)
        .filter(origin -> !running.containsKey(origin.message()))
        .toList();
  }

  /** Says that an earlier bot took this command and died over it, and nothing came of it. */
  public void reportInterrupted(Origin origin) {
    report(origin, Replies.interrupted());
  }

  /** Takes nothing new, says so where something runs, and waits for it to end. */
  public boolean drain(Duration atMost) {
    workers.shutdown();
    running.values().forEach(this::announceDrain);
    return await(atMost) && chat.flush(Duration.ofSeconds(5));
  }

  private void announceDrain(Origin origin) {
    chat.post(
        new Post(
            Optional.of(ReplyId.to(origin.message(), "drain")),
            origin.room(),
            Optional.of(origin.thread()),
            Replies.draining(),
            List.of()));
  }

  private boolean await(Duration atMost) {
    try {
      return workers.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
