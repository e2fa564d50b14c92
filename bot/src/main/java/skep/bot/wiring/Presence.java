package skep.bot.wiring;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.bot.dispatch.Dispatcher;
import skep.bot.rocketchat.RocketChat;
import skep.bot.rocketchat.RocketChatOptions;
import skep.commands.CommandParser;
import skep.commands.Commands;
import skep.commands.chat.Origin;
import skep.commands.deploy.DeployText;
import skep.commands.planning.Estates;
import skep.deploy.apply.Recovery;
import skep.deploy.apply.WaitingPlans;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.release.Claims;
import skep.deploy.release.Release;
import skep.deploy.swarm.Swarm;

/** The bot, signed in and listening: dispatcher, commands and recovery around one chat server. */
final class Presence implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Presence.class.getName());

  private final RocketChat chat;
  private final Dispatcher dispatcher;
  private final Bench bench;
  private final Pace pace;
  private final Claims claims;
  private final WaitingPlans waiting;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread rounds = Thread.ofVirtual().name("rounds").unstarted(this::rounds);

  /**
   * What differs between running and trying.
   *
   * @param ready called whenever the bot hears again
   */
  record Setup(
      RocketChatOptions server,
      Swarm swarm,
      Estates estates,
      RegistryCredentials credentials,
      Map<String, String> variables,
      KnownSecrets secrets,
      Consumer<String> ready,
      Pace pace) {
    Setup(
        RocketChatOptions server,
        Swarm swarm,
        Estates estates,
        RegistryCredentials credentials,
        Map<String, String> variables,
        KnownSecrets secrets,
        Consumer<String> ready) {
      this(server, swarm, estates, credentials, variables, secrets, ready, Pace.DEFAULT);
    }
  }

  Presence(Setup setup) {
    InstantSource clock = InstantSource.system();
    setup.secrets().learn(setup.server().token());
    pace = setup.pace();
    chat =
        RocketChat.signIn(
            setup.server().since(Instant.now().minus(pace.readBack())).with(pace.chatting()));
    bench =
        new Bench(
            setup.swarm(),
            setup.estates(),
            new Bench.Surroundings(
                new ChatDirectory(chat),
                setup.credentials(),
                setup.variables(),
                setup.secrets()::redact,
                setup.secrets()::learn,
                this::report,
                clock,
                pace));
    claims = new Claims(bench.records(), clock);
    waiting = new WaitingPlans(bench.records(), clock);
    Commands commands = new Commands(bench.commands(), setup.secrets()::redact);
    dispatcher = new Dispatcher(chat, new ClaimsLedger(claims), commands::handle, clock);
    chat.listen(CommandParser.verbs(), dispatcher, new Watching(setup.ready()));
    rounds.start();
  }

  /** Finishes what dead bots left, at the start and from then on; forgets what nobody needs. */
  private void rounds() {
    do {
      try {
        bench.recovery().run(_ -> {}).forEach(this::report);
        dispatcher.unanswered(pace.quiet()).forEach(this::reportUnanswered);
        claims.prune();
        waiting.prune();
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "a round of recovery did not succeed; the next one follows", e);
      }
    } while (!ended(pace.round()));
  }

  private void report(Recovery.Recovered recovered) {
    String text = DeployText.recovered(recovered.release(), recovered.verdict());
    Origin.parse(recovered.release().origin()).ifPresent(origin -> dispatcher.report(origin, text));
  }

  /** What an earlier bot brought to its end and was stopped before it could say so. */
  private void reportUnanswered(Origin origin) {
    Optional<Release> release = bench.releases().ofOrigin(origin.toString());
    if (release.isEmpty()) {
      dispatcher.reportInterrupted(origin);
    } else if (release.get().ended().filter(this::isQuiet).isPresent()) {
      dispatcher.report(origin, DeployText.ended(release.get()));
    }
  }

  /** Whoever ended it may be about to say so. */
  private boolean isQuiet(Instant since) {
    return since.plus(pace.quiet()).isBefore(Instant.now());
  }

  private boolean ended(Duration time) {
    try {
      return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Blocks until {@link #close} is called, or the chat server refuses the bot for good. */
  void await() {
    while (!ended(Duration.ofDays(1))) {}
  }

  @Override
  public void close() {
    ended.countDown();
    dispatcher.drain(pace.drain());
    dispatcher.close();
    chat.close();
  }

  private final class Watching implements RocketChat.Watcher {
    private final Consumer<String> ready;

    Watching(Consumer<String> ready) {
      this.ready = ready;
    }

    @Override
    public void ready() {
      ready.accept("listening as @" + chat.ownName());
    }

    @Override
    public void lost(String why) {
      LOG.log(Level.WARNING, "the chat server is gone, trying again: {0}", why);
    }

    @Override
    public void refused(String why) {
      LOG.log(Level.SEVERE, "the chat server refuses the bot: {0}", why);
      ended.countDown();
    }
  }
}
