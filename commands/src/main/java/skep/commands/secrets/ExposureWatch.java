package skep.commands.secrets;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.commands.chat.Quoted;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.EstateAt;
import skep.secrets.repository.CommitId;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.Exposure;

/**
 * Looks at what is pushed, and at pull requests that are new or moved, for secrets in clear, and
 * tells the alert room. Nobody has to ask first: whoever fetches has them already.
 */
public final class ExposureWatch {
  private static final Logger LOG = Logger.getLogger(ExposureWatch.class.getName());

  private final Estates estates;
  private final EstateRepository repository;
  private final Notice notice;
  private final InstantSource clock;
  private final Duration pause;
  private final Map<Integer, CommitId> seen = new TreeMap<>();
  private Instant next = Instant.MIN;
  private boolean begun;
  private List<Exposure> told = List.of();

  /**
   * @param pause between two looks
   */
  public ExposureWatch(
      Estates estates,
      EstateRepository repository,
      Notice notice,
      InstantSource clock,
      Duration pause) {
    this.estates = estates;
    this.repository = repository;
    this.notice = notice;
    this.clock = clock;
    this.pause = pause;
  }

  /** Called now and then. */
  public synchronized void look() {
    if (clock.instant().isBefore(next)) {
      return;
    }
    next = clock.instant().plus(pause);
    EstateAt head = estates.at("");
    if (!head.exposures().equals(told)) {
      told = head.exposures();
      tell(head, "the default branch", told);
    }
    Map<Integer, CommitId> heads = repository.pullRequests();
    heads.forEach((number, commit) -> {
      // Those of before are looked at by whoever asks for them; a remote keeps them for ever.
      if (begun && !commit.equals(seen.get(number))) {
        pullRequest(head, number);
      }
    });
    seen.clear();
    seen.putAll(heads);
    begun = true;
  }

  private void pullRequest(EstateAt head, int number) {
    try {
      tell(head, "pull request " + number, estates.at("pull/" + number).exposures());
    } catch (RuntimeException e) {
      // Whatever else is wrong with it, /diff says so; one that cannot be read hides no other.
      LOG.log(Level.INFO, "pull request {0}: {1}", new Object[] {number + "", e.getMessage()});
    }
  }

  private void tell(EstateAt head, String where, List<Exposure> exposures) {
    if (!exposures.isEmpty()) {
      notice.tell(
          head,
          "exposed " + where,
          ":rotating_light: Secrets are in clear in %s; nothing is planned from it. Whoever can read the repository has them: change them where they are used, too.\n%s"
              .formatted(where, Quoted.block(exposures.stream().map(Exposure::words).toList())));
    }
  }
}
