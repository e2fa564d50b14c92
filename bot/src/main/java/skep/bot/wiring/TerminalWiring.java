package skep.bot.wiring;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import skep.bot.terminal.DoRequest;
import skep.bot.wiring.Settings.SettingsException;
import skep.commands.Command;
import skep.commands.Commands;
import skep.commands.access.Directory;
import skep.commands.chat.Announcer;
import skep.commands.chat.Aside;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.deploy.IssueTracker;
import skep.commands.incidents.Background;
import skep.commands.incidents.Incidents;
import skep.commands.planning.Estates;
import skep.commands.planning.RepositoryEstates;
import skep.commands.secrets.SecretLinks;
import skep.deploy.swarm.Swarm;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.RepositoryException;

/** {@code skep do}: the commands without chat. Nothing is connected before a command needs it. */
public final class TerminalWiring implements AutoCloseable {
  private final Settings settings;
  private final DoRequest request;
  private final KnownSecrets secrets;
  private final AtomicReference<Optional<Open>> open = new AtomicReference<>(Optional.empty());
  private final Commands commands;

  /** What was connected, to be closed at the end. */
  private record Open(Swarm swarm, EstateRepository estate, Bench bench) {}

  public TerminalWiring(Settings settings, DoRequest request, KnownSecrets secrets) {
    this.secrets = secrets;
    this.settings = settings;
    this.request = request;
    this.commands = new Commands(verb -> Optional.of(handler(verb)), secrets::redact);
  }

  public Outcome handle(Invocation in) {
    return commands.handle(in);
  }

  private Command handler(String verb) {
    return (in, line) -> {
      Bench bench = open(verb).bench();
      if (verb.equals("ask")) {
        // No rounds were there to read them.
        bench.runbooks().look();
      }
      return bench.commands().get(verb).handle(in, line);
    };
  }

  private synchronized Open open(String verb) {
    Optional<Open> before = open.get();
    if (before.isPresent()) {
      return before.get();
    }
    EstateRepository estate = estate();
    Swarm swarm = Engines.connect(settings, request.docker());
    Estates estates = new RepositoryEstates(estate);
    // What is not set well for questions must not keep anybody from rolling back.
    Questions questions =
        verb.equals("ask")
            ? new RunbookSettings(settings, secrets).questions("terminal-" + request.user())
            : Questions.NONE;
    Bench bench =
        new Bench(
            swarm,
            estates,
            estate,
            new Bench.Surroundings(
                Directory.NONE,
                RegistryLogins.credentials(settings, secrets),
                settings.everything(),
                secrets::redact,
                secrets::learn,
                // Chat is out of a terminal's reach; the release's record tells it there.
                _ -> {},
                Announcer.NONE,
                Incidents.LOGGED,
                IssueTracker.NONE,
                Aside.NONE,
                SecretLinks.NONE,
                (_, _) -> {},
                (_, _) -> {},
                questions,
                questions.runbooks(estates, InstantSource.system()),
                Background.NONE,
                InstantSource.system(),
                Pace.DEFAULT));
    Open opened = new Open(swarm, estate, bench);
    open.set(Optional.of(opened));
    return opened;
  }

  /** Somebody in the wrong directory can help themselves; nothing is broken. */
  private EstateRepository estate() {
    String where = request.estate().or(() -> settings.text("SKEP_ESTATE")).orElse(".");
    try {
      return EstateAccess.open(settings, where, secrets);
    } catch (RepositoryException e) {
      if (where.contains("://")) {
        throw e;
      }
      throw new SettingsException(
          e.getMessage() + "; or say where the estate is: --estate DIR|URL, or SKEP_ESTATE");
    }
  }

  @Override
  public void close() {
    open.get()
        .ifPresent(opened -> {
          opened.bench().runbooks().close();
          opened.swarm().close();
          opened.estate().close();
        });
  }
}
