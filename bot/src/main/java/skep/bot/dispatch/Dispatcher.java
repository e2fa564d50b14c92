package skep.bot.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.bot.dispatch.Chat.Post;
import skep.bot.log.WorkingOn;
import skep.commands.access.Audit;
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
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private static final Logger LOG = Logger.getLogger(Dispatcher.class.getName());

  private final Chat chat;
  private final Ledger ledger;
  private final Function<Invocation, Outcome> commands;
  private final InstantSource clock;
  private final Duration quiet;
  private final Discretion discretion;
  private final AtWork work;
  private final Seldom told;
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("command-", 0).factory());

  /**
   * @param clock this machine's, which the ledger's times are compared with
   * @param quiet after this long without a sign a command another bot took counts as left by it
   * @param discretion asked before a line is shown, handled or recorded
   */
  public Dispatcher(
      Chat chat,
      Ledger ledger,
      Function<Invocation, Outcome> commands,
      InstantSource clock,
      Duration quiet,
      Discretion discretion) {
    this.discretion = discretion;
    this.chat = chat;
    this.ledger = ledger;
    this.commands = commands;
    this.clock = clock;
    this.quiet = quiet;
    this.told = new Seldom(clock, Duration.ofMinutes(1));
    this.work = new AtWork(ledger, quiet.dividedBy(3));
    work.start();
  }

  @Override
  public void heard(Heard heard) {
    takes(heard);
  }

  /** As {@link #heard}; false where nothing is taken any more. */
  public boolean takes(Heard heard) {
    try {
      workers.execute(() -> answer(heard));
      return true;
    } catch (RejectedExecutionException e) {
      // Draining. The message is not taken: the next bot reads it back and answers it.
      LOG.log(Level.INFO, "left for the next bot: {0}", heard.id());
      return false;
    }
  }

  private void answer(Heard typed) {
    try (var _ = new WorkingOn(typed.id())) {
      Heard heard = discretion.of(typed);
      switch (heard.what()) {
        case Heard.What.Command(var line) -> run(heard, line);
        case Heard.What.NotObeyed(var line, var why) -> refuse(heard, line, why);
        case Heard.What.Question(var text) -> run(heard, "/ask " + text);
        case Heard.What.NearMiss(var hint) -> {
          Audit.notObeyed(heard.by(), "almost a command", hint);
          reply(heard, hint);
        }
      }
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "message " + typed.id() + " was not answered", e);
    }
  }

  /** Told now and then only: what sends under false names may answer what it is told. */
  private void refuse(Heard heard, String line, String why) {
    Audit.notObeyed(heard.by(), line, why);
    if (told.isDue(heard.room().id() + " " + heard.by().id())) {
      chat.post(
          Post.reply(heard.room().id(), heard.thread(), Replies.notObeyed(line, why))
              .withId(ReplyId.to(heard.id(), "not obeyed")));
    }
  }

  private void run(Heard heard, String line) {
    Origin origin = new Origin(heard.room().id(), heard.thread(), heard.id());
    if (!take(heard, origin, line)) {
      return;
    }
    Duration age = Duration.between(heard.typed(), chat.time());
    if (age.compareTo(OLDEST) > 0) {
      reply(heard, Replies.tooOld(line, age));
      settle(origin);
      return;
    }
    Working working = new Working(chat, origin, reply(heard, Replies.accepted(line)));
    work.begin(working);
    chat.works(origin.room(), true);
    try {
      finish(working, commands.apply(invocation(heard, line, working)));
    } finally {
      chat.works(origin.room(), false);
      work.end(origin);
    }
  }

  private boolean take(Heard heard, Origin origin, String line) {
    try {
      return ledger.take(origin);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the ledger does not answer", e);
      if (line.startsWith("/ask ")) {
        // Asked when the Swarm is down, it may be about just that; answered twice, nothing is done.
        return !isAnswered(origin);
      }
      reply(heard, Replies.notTaken());
      return false;
    }
  }

  private void finish(Working working, Outcome outcome) {
    Origin origin = working.origin();
    if (!working.end(Replies.of(outcome))) {
      // Handed over: the next bot answers, from what is on record.
      return;
    }
    if (outcome instanceof Outcome.Unfinished) {
      // Whoever brings it to its end answers.
      return;
    }
    if (outcome instanceof Outcome.Waiting waiting) {
      // The question belongs below the diff it is about.
      chat.flush(FLUSH);
      chat.post(
          Post.reply(origin.room(), origin.thread(), ApprovalQuestion.text(waiting))
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
    try {
      ledger.answered(origin);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the ledger does not know that it was answered: {0}", e.getMessage());
    }
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
   * Does not wait for the chat server.
   */
  public void report(Origin origin, String text) {
    String id = ReplyId.to(origin.message(), "recovered");
    if (origin.atTerminal() || !work.begin(new Working(chat, origin, id))) {
      return;
    }
    chat.post(Post.reply(origin.room(), origin.thread(), text).withId(id));
    try {
      workers.execute(() -> {
        try {
          settle(origin);
        } finally {
          work.end(origin);
        }
      });
    } catch (RejectedExecutionException e) {
      work.end(origin);
    }
  }

  /**
   * Tells those whose command another bot took, and who will not hear from it any more, what became
   * of it. Not those for whom something is still in flight, and nobody while the chat server cannot
   * be asked what was said already: later then.
   */
  public void reportUnanswered(Fates fates) {
    Instant before = clock.instant().minus(quiet);
    try {
      for (Ledger.Taken taken : ledger.unanswered()) {
        if (taken.alive().isBefore(before) && !work.on(taken.origin())) {
          report(taken.origin(), fates.of(taken.origin()));
        }
      }
    } catch (ChatUnreachableException e) {
      LOG.log(Level.FINE, "what is unanswered waits for the chat server: {0}", e.getMessage());
    }
  }

  private void report(Origin origin, Fates.Fate fate) {
    switch (fate) {
      case Fates.Fate.UnderWay() -> {}
      case Fates.Fate.Ended(var text) -> reportUnlessAnswered(origin, text);
      case Fates.Fate.NothingBegun() -> reportUnlessAnswered(origin, Replies.interrupted());
    }
  }

  /** A bot may have been stopped after it answered and before it noted that it had. */
  private void reportUnlessAnswered(Origin origin, String text) {
    if (!origin.atTerminal() && isAnswered(origin)) {
      ledger.answered(origin);
    } else {
      report(origin, text);
    }
  }

  private boolean isAnswered(Origin origin) {
    Optional<String> reply = chat.textOf(ReplyId.to(origin.message(), "reply"));
    return reply.filter(Replies::isFinal).isPresent()
        && (reply.filter(Replies::asks).isEmpty()
            || chat.textOf(ReplyId.to(origin.message(), "ask")).isPresent());
  }

  /** Takes nothing new, says so where something runs, and waits for it to end. */
  public boolean drain(Duration atMost) {
    workers.shutdown();
    work.all().forEach(working -> announceDrain(working.origin()));
    return await(atMost) && chat.flush(LAST_WORDS);
  }

  private void announceDrain(Origin origin) {
    chat.post(
        Post.reply(origin.room(), origin.thread(), Replies.draining())
            .withId(ReplyId.to(origin.message(), "drain")));
  }

  /** Stops what did not end while draining, and says in its message that the next bot goes on. */
  public void handOver() {
    work.all().forEach(working -> working.end(Replies.handedOver()));
    workers.shutdownNow();
    await(LAST_WORDS);
    chat.flush(LAST_WORDS);
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
    work.close();
    workers.shutdownNow();
  }
}
