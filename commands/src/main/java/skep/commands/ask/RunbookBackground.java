package skep.commands.ask;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.commands.chat.Quoted;
import skep.commands.incidents.Background;
import skep.commands.planning.Estates;
import skep.deploy.estate.RunbookPolicy;
import skep.deploy.release.Release;
import skep.deploy.release.Releases;
import skep.runbooks.index.Search;

/** What the runbooks say of what is wrong, and what was changed shortly before. */
public final class RunbookBackground implements Background {
  private static final Logger LOG = Logger.getLogger(RunbookBackground.class.getName());
  private static final Duration SHORTLY = Duration.ofHours(1);
  private static final int MOST = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** After one that took too long; many alerts come at once when something is down. */
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final AtomicReference<Instant> quiet = new AtomicReference<>(Instant.EPOCH);

  private final Estates estates;
  private final Runbooks runbooks;
  private final Releases releases;
  private final Optional<String> link;
  private final InstantSource clock;

  /**
   * @param link to the estate's own pages, where {@code skep.yaml} says none
   */
  public RunbookBackground(
      Estates estates,
      Runbooks runbooks,
      Releases releases,
      Optional<String> link,
      InstantSource clock) {
    this.estates = estates;
    this.runbooks = runbooks;
    this.releases = releases;
    this.link = link;
    this.clock = clock;
  }

  @Override
  public Optional<String> runbook(String about) {
    return soon(() -> page(about)).orElse(Optional.empty());
  }

  /** An alert does not wait for what helps with it. */
  private <T> Optional<T> soon(Callable<T> look) {
    if (clock.instant().isBefore(quiet.get())) {
      return Optional.empty();
    }
    FutureTask<T> task = new FutureTask<>(look);
    Thread thread = Thread.ofVirtual().name("background").start(task);
    try {
      return Optional.of(task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      thread.interrupt();
      quiet.set(clock.instant().plus(QUIET));
      return Optional.empty();
    } catch (ExecutionException e) {
      LOG.log(Level.WARNING, "an alert has no background", e.getCause());
      return Optional.empty();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<String> page(String about) {
    return switch (runbooks.state()) {
      case Runbooks.State.Searchable ready -> best(ready, about);
      case Runbooks.State.NotYet _, Runbooks.State.NotRead _, Runbooks.State.None _ ->
          Optional.empty();
    };
  }

  private Optional<String> best(Runbooks.State.Searchable ready, String about) {
    Search.Found found = ready.search().find(about, 1);
    if (found.verdict() != Search.Verdict.CLEAR) {
      return Optional.empty();
    }
    RunbookPolicy policy = estates.lastSeen().rules().runbooks();
    AnswerText words = AnswerText.at(ready.stamp(), policy, link, clock.instant());
    return Optional.of(":book: " + words.named(found.passages().getFirst()));
  }

  @Override
  public List<String> deployed(String but) {
    return soon(() -> shortlyBefore(but)).orElse(List.of());
  }

  private List<String> shortlyBefore(String but) {
    Instant since = clock.instant().minus(SHORTLY);
    return estates.lastSeen().names().stream()
        .filter(stack -> !stack.equals(but))
        .flatMap(stack -> releases.latest(stack).stream())
        .filter(release -> release.started().isAfter(since))
        .filter(release -> release.state().inEffect())
        .sorted(Comparator.comparing(Release::started).reversed())
        .limit(MOST)
        .map(this::line)
        .toList();
  }

  private String line(Release release) {
    // Another machine's clock may be ahead.
    long before = Math.max(0, Duration.between(release.started(), clock.instant()).toMinutes());
    return ":package: *%s* release %d (%s) was deployed %d min before, by %s; back: %s"
        .formatted(
            release.stack(),
            release.number(),
            release.state().word(),
            before,
            Quoted.person(release.requestedBy().name()),
            Quoted.code("/rollback " + release.stack()));
  }
}
