package skep.bot.wiring;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.bot.alerts.RoomAnnouncer;
import skep.bot.app.AppEndpoint;
import skep.bot.dispatch.Dispatcher;
import skep.bot.health.Health;
import skep.bot.health.Metrics;
import skep.bot.rocketchat.RocketChat;
import skep.bot.rocketchat.RocketChatOptions;
import skep.bot.schedule.Schedules;
import skep.commands.CommandParser;
import skep.commands.Commands;
import skep.commands.ask.Runbooks;
import skep.commands.chat.Origin;
import skep.commands.chat.Outcome;
import skep.commands.deploy.DeployText;
import skep.commands.incidents.Background;
import skep.commands.incidents.Incidents;
import skep.commands.planning.Estates;
import skep.commands.planning.RepositoryEstates;
import skep.commands.secrets.Proposals;
import skep.commands.secrets.SecretLinks;
import skep.deploy.apply.Recovery;
import skep.deploy.apply.WaitingPlans;
import skep.deploy.plan.image.RegistryCredentials;
import skep.deploy.release.Claims;
import skep.deploy.release.Release;
import skep.deploy.swarm.Swarm;
import skep.secrets.desk.DeskWork;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.EstateRepository;

/**
 * The bot: dispatcher, commands and recovery around one chat server, which may come and go. Takes
 * up what earlier bots left before it can talk to anybody.
 */
final class Presence implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Presence.class.getName());

  /** A chat server that does not take them by then is away: the next bot knows what happened. */
  private static final Duration NEWS = Duration.ofSeconds(1);

  private final RocketChat chat;
  private final Dispatcher dispatcher;
  private final Bench bench;
  private final Estates estates;
  private final Proposals proposals;
  private final Pace pace;
  private final Claims claims;
  private final WaitingPlans waiting;
  private final RecordedFates fates;
  private final KnownSecrets secrets;
  private final Health health;
  private final Metrics metrics;
  private final RoomAnnouncer news;
  private final Deafness deafness;
  private final LateAlerts lateAlerts;
  private final IncidentRounds incidents;
  private final Schedules backups;
  private final AtomicReference<Optional<String>> refusal = new AtomicReference<>(Optional.empty());
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread rounds = Thread.ofVirtual().name("rounds").unstarted(this::rounds);

  /**
   * What differs between running and trying.
   *
   * @param links to the desk
   * @param ready called whenever the bot hears again
   * @param health told how the bot is, as {@code metrics} are told what it does
   */
  record Setup(
      RocketChatOptions server,
      Swarm swarm,
      EstateRepository repository,
      SecretLinks links,
      GitHub github,
      RegistryCredentials credentials,
      Map<String, String> variables,
      KnownSecrets secrets,
      Questions questions,
      Consumer<String> ready,
      Health health,
      Metrics metrics,
      Pace pace) {}

  Presence(Setup setup) {
    InstantSource clock = InstantSource.system();
    proposals = setup.github().proposals();
    estates = new RepositoryEstates(setup.repository(), setup.github().notes());
    secrets = setup.secrets();
    secrets.learn(setup.server().token());
    health = setup.health();
    metrics = setup.metrics();
    pace = setup.pace();
    chat =
        RocketChat.open(
            setup.server().since(Instant.now().minus(pace.readBack())).with(pace.chatting()),
            secrets::redact);
    news = RoomAnnouncer.start(chat, secrets::redact, pace.chatting().lastRetry());
    Runbooks runbooks = setup.questions().runbooks(estates, clock);
    Background background = setup.questions().background(estates, runbooks, setup.swarm(), clock);
    deafness = new Deafness(news, estates, background, clock, pace.quiet());
    incidents =
        new IncidentRounds(setup.swarm(), estates, news, chat, secrets::redact, background, clock);
    SolvedThreads solved =
        SolvedThreads.of(chat, estates, setup.repository(), proposals, setup.questions(), clock);
    bench =
        new Bench(
            setup.swarm(),
            estates,
            setup.repository(),
            new Bench.Surroundings(
                new ChatDirectory(chat),
                setup.credentials(),
                setup.variables(),
                secrets::redact,
                secrets::learn,
                this::report,
                news,
                incidents.incidents(),
                setup.github().issues(),
                (person, text) -> chat.whisper(person.id(), text),
                setup.links(),
                metrics::deployed,
                this::tell,
                setup.questions(),
                runbooks,
                background,
                clock,
                pace));
    claims = new Claims(bench.records(), clock);
    waiting = new WaitingPlans(bench.records(), clock);
    fates = new RecordedFates(bench.releases(), waiting);
    lateAlerts =
        new LateAlerts(
            new LateAlerts.Records(waiting, bench.releases(), claims, bench.locks()),
            bench.alerts(),
            clock,
            pace.quiet());
    Commands commands = new Commands(bench.commands(), secrets::redact);
    dispatcher =
        new Dispatcher(
            chat,
            new ClaimsLedger(claims),
            metrics.counting(commands::handle).andThen(this::announced),
            clock,
            pace.quiet(),
            new TypedSecrets(chat, secrets));
    metrics.waiting(chat::waiting);
    // What was left unfinished may be the chat server itself: nothing waits for it to answer.
    rounds.start();
    Thread.ofVirtual().name("secrets").start(new SecretsRounds(bench, () -> ended(pace.round())));
    backups = bench.backups().start();
    bench.runbooks().start(() -> ended(pace.round()));
    chat.listen(
        CommandParser.verbs(),
        new ReactionVotes(
            dispatcher,
            waiting,
            estates,
            List.of((message, _) -> incidents.touched(message), solved::touched)),
        new Watching(
            () -> setup.ready().accept("listening as @" + chat.ownName()),
            health,
            deafness,
            metrics,
            why -> refusal.set(Optional.of(why))));
  }

  /** Only then is a command answered: no later bot tells what this one did not. */
  private Outcome announced(Outcome outcome) {
    areTold();
    return outcome;
  }

  private boolean areTold() {
    try {
      return news.flush(NEWS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  Incidents incidents() {
    return bench.incidents();
  }

  RunbookBench runbooks() {
    return bench.runbooks();
  }

  /** Where the Rocket.Chat App hands over commands. */
  AppEndpoint app(SecretValue secret) {
    return new AppEndpoint(secret, InstantSource.system(), chat, dispatcher::takes);
  }

  /** What the Secrets desk does, with commands in chat. */
  DeskWork desk() {
    return bench.desk(new DeskOrders(chat, estates, dispatcher::takes), proposals);
  }

  /** Finishes what dead bots left, at the start and from then on; forgets what nobody needs. */
  private void rounds() {
    do {
      try {
        bench.recovery().run(_ -> {}).forEach(this::report);
        dispatcher.reportUnanswered(fates);
        claims.prune();
        lateAlerts.look();
        waiting.prune();
        deafness.look();
        incidents.look();
        endIfRefused();
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "a round of recovery did not succeed; the next one follows", e);
      }
    } while (!ended(pace.round()));
  }

  /** A bot nobody can talk to is of use as long as something is in flight. */
  private void endIfRefused() {
    if (refusal.get().isPresent() && bench.releases().stacksInFlight().isEmpty()) {
      ended.countDown();
    }
  }

  private void report(Recovery.Recovered recovered) {
    Release release = recovered.release();
    String text = DeployText.recovered(release, recovered.verdict());
    bench.alerts().recovered(recovered);
    Origin.parse(release.origin()).ifPresent(origin -> tell(origin, text));
  }

  private void tell(Origin origin, String text) {
    dispatcher.report(origin, secrets.redact(text));
  }

  private boolean ended(Duration time) {
    try {
      return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /**
   * Blocks until {@link #close} is called, or the chat server refuses the bot for good.
   *
   * @return why it does
   */
  Optional<String> await() {
    while (!ended(Duration.ofDays(1))) {}
    return refusal.get();
  }

  @Override
  public void close() {
    health.ends();
    ended.countDown();
    backups.close();
    long end = System.nanoTime() + pace.drain().toNanos();
    boolean drained = dispatcher.drain(pace.drain());
    if (!joined(Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()))) || !drained) {
      // What recovery had in hand stays open for the next bot, as what commands had.
      rounds.interrupt();
      dispatcher.handOver();
    }
    dispatcher.close();
    bench.runbooks().close();
    if (areTold()) {
      chat.flush(NEWS);
    }
    news.close();
    chat.close();
  }

  private boolean joined(Duration atMost) {
    try {
      return rounds.join(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
