package skep.bot.wiring;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import skep.bot.health.Health;
import skep.bot.health.Metrics;
import skep.bot.local.SampleEstate;
import skep.bot.local.chat.LocalChat;
import skep.bot.rocketchat.RocketChatOptions;
import skep.commands.diff.DiffText;
import skep.commands.secrets.SecretLinks;
import skep.deploy.release.Releases;
import skep.deploy.release.SwarmRecords;
import skep.deploy.simulated.Options;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.swarm.Swarm;
import skep.secrets.repository.EstateRepository;

/** {@code skep try}: everything in one process, the machine's Docker where it manages a Swarm. */
public final class TryWiring implements AutoCloseable {
  private final LocalChat chat;
  private final Presence presence;
  private final Swarm swarm;
  private final EstateRepository repository;
  private final String banner;

  /**
   * @param port of the chat page; 0 takes a free one
   * @param home where the sample estate is kept between runs
   * @param simulated whether to leave the machine's Docker alone
   * @param docker another engine, asked for by name
   * @param runbooks whether there are some to ask questions about
   */
  public record Wish(
      int port,
      boolean fresh,
      Path home,
      boolean simulated,
      Optional<String> docker,
      boolean runbooks) {
    public Wish(int port, boolean fresh, Path home, boolean simulated) {
      this(port, fresh, home, simulated, Optional.empty(), false);
    }
  }

  public TryWiring(Settings settings, Wish wish, KnownSecrets secrets, Consumer<String> ready) {
    Optional<Swarm> real = real(settings, wish);
    real.ifPresent(engine -> ours(engine, settings, wish, secrets));
    SampleEstate estate = SampleEstate.at(wish.home(), wish.fresh());
    // Into the records of a real Swarm nothing of a sample's backups is written.
    boolean backups = estate.backUp(real.isEmpty() && hasRestic());
    if (wish.runbooks()) {
      estate.addRunbooks();
    }
    swarm = real.orElseGet(() -> SimulatedSwarm.start(Options.WATCHABLE));
    String engine = DiffText.engine(swarm.info());
    chat = LocalChat.start(LocalChat.Options.on(wish.port(), engine));
    repository = EstateAccess.open(settings, estate.directory().toString(), secrets);
    banner = banner(engine, estate.directory(), backups);
    Health health = new Health(InstantSource.system());
    presence =
        new Presence(
            new Presence.Setup(
                RocketChatOptions.of(URI.create(chat.url()), chat.botUserId(), chat.botToken()),
                swarm,
                repository,
                SecretLinks.NONE,
                GitHub.NONE,
                RegistryLogins.credentials(settings, secrets),
                Map.of(),
                secrets,
                new RunbookSettings(settings, secrets).questions("try"),
                ready,
                health,
                new Metrics(health),
                Pace.DEFAULT));
  }

  private static boolean hasRestic() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "restic")));
  }

  private static Optional<Swarm> real(Settings settings, Wish wish) {
    if (wish.simulated()) {
      return Optional.empty();
    }
    return wish.docker().isPresent()
        ? Optional.of(Engines.connect(settings, wish.docker()))
        : Engines.ofThisMachine();
  }

  /** Nothing of somebody else's is touched; with {@code --fresh} what earlier runs made goes. */
  private static void ours(Swarm engine, Settings settings, Wish wish, KnownSecrets secrets) {
    String before = SampleEstate.at(wish.home(), false).directory().toString();
    try (EstateRepository estate = EstateAccess.open(settings, before, secrets)) {
      SampleStacks stacks =
          new SampleStacks(
              engine, new Releases(new SwarmRecords(engine), InstantSource.system()), estate);
      stacks.refuseOthers();
      if (wish.fresh()) {
        stacks.remove();
      }
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /** The address of the chat page. */
  public String url() {
    return chat.url();
  }

  public String banner() {
    return banner;
  }

  private String banner(String engine, Path estate, boolean backups) {
    return """
    Skep is on %s
      chat page   %s   (accounts: you, colleague; password = name; room #ops)
      estate      %s   (edit and commit there; the branch next has a newer web)
      try         /diff web, then /deploy web, and approve it as the colleague in a second window
                  /deploy web@next, and then /rollback web
                  %s
                  @skep the mongo primary keeps stepping down, what now?
    Stop with Ctrl-C.\
    """
        .formatted(
            engine,
            chat.url(),
            estate,
            backups
                ? "/backup now, /backup verify and /backup: a folder, backed up by this machine's restic"
                : "/backup needs restic on this machine, and a simulated engine");
  }

  /** Blocks until the program is asked to stop. */
  public void await() {
    Stop.onSignal(this);
    presence.await();
  }

  @Override
  public void close() {
    presence.close();
    chat.close();
    repository.close();
    swarm.close();
  }
}
