package skep.commands.ask;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.EstateAt;
import skep.deploy.estate.RunbookPolicy.Repository;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.Library;
import skep.runbooks.index.PassageIndex;
import skep.runbooks.index.Search;
import skep.runbooks.index.Stamp;
import skep.runbooks.index.Sync;
import skep.runbooks.passages.Page;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.RepositoryException;

/**
 * The team's runbooks as they can be searched: brought to what the repositories say after each
 * push, and now and then in any case.
 */
public final class Runbooks implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Runbooks.class.getName());

  /** Other repositories are asked this often; the estate is looked at all the time anyway. */
  private static final Duration AGAIN = Duration.ofMinutes(10);

  private final Estates estates;
  private final OtherRepositories others;
  private final Supplier<Tools> opening;
  private final UnaryOperator<String> redaction;
  private final InstantSource clock;
  private Optional<Tools> tools = Optional.empty();
  private State state = new State.NotYet();
  private Map<String, String> commits = Map.of();
  private final Map<String, FileTree> known = new HashMap<>();
  private Instant looked = Instant.EPOCH;

  /**
   * What searching takes; a model is opened with the first page there is.
   *
   * @param thresholds of the embedder's model
   */
  public record Tools(PassageIndex index, Embedder embedder, Search.Thresholds thresholds) {
    private Search search() {
      return new Search(index, embedder, thresholds);
    }
  }

  /** How far it is. */
  public sealed interface State {
    record NotYet() implements State {}

    /**
     * It did not go well.
     *
     * @param why half a sentence
     */
    record NotRead(String why) implements State {}

    /** There is none in any repository. */
    record None() implements State {}

    record Searchable(Search search, Stamp stamp, int passages, List<Page.Reading.LeftOut> leftOut)
        implements State {
      public Searchable {
        leftOut = List.copyOf(leftOut);
      }
    }

    /** Half a sentence. */
    default String words() {
      return switch (this) {
        case NotYet() -> "not searched: they are not read yet";
        case NotRead(var why) -> "not searched: " + why;
        case None() -> "there are no pages";
        case Searchable(_, var stamp, var passages, var leftOut) ->
            "%s of commit %s, as of %s%s"
                .formatted(
                    passages == 0 ? "passages of an earlier bot" : passages + " passages",
                    stamp.brief(),
                    stamp.at().truncatedTo(ChronoUnit.SECONDS),
                    leftOut.isEmpty() ? "" : "; left out: %d files".formatted(leftOut.size()));
      };
    }
  }

  public Runbooks(
      Estates estates,
      OtherRepositories others,
      Supplier<Tools> opening,
      UnaryOperator<String> redaction,
      InstantSource clock) {
    this.redaction = redaction;
    this.estates = estates;
    this.others = others;
    this.opening = opening;
    this.clock = clock;
  }

  public synchronized State state() {
    return state;
  }

  /**
   * Reads what is new, of the commit that was seen last. Called now and then, by one thread; may
   * take minutes the first time.
   *
   * @throws InterruptedException where it was asked to end meanwhile
   */
  public void look() throws InterruptedException {
    EstateAt head = estates.lastSeen();
    Instant now = clock.instant();
    // A clock that was set back must not keep others from being asked.
    boolean isDue = !looked.plus(AGAIN).isAfter(now) || looked.isAfter(now);
    if (!isDue && head.commit().sha().equals(commits.get(Shelf.ESTATE))) {
      return;
    }
    Shelf shelf = new Shelf(head, redaction);
    head.rules().runbooks().repositories().forEach((name, other) -> add(shelf, name, other));
    Library library = shelf.library();
    if (library.pages().isEmpty()) {
      set(new State.None());
    } else {
      bring(library);
    }
    commits = library.commits();
    looked = clock.instant();
  }

  /** Of one that is away, what was last seen of it. */
  private void add(Shelf shelf, String name, Repository other) {
    try {
      known.put(name, others.newest(other));
    } catch (RepositoryException e) {
      LOG.log(
          Level.WARNING,
          "the runbooks of {0} cannot be read: {1}",
          new Object[] {name, e.getMessage()});
    }
    Optional.ofNullable(known.get(name)).ifPresent(tree -> shelf.add(name, tree));
  }

  private void bring(Library library) throws InterruptedException {
    Tools with = tools();
    Sync.Report report = new Sync(with.index(), with.embedder(), clock).bring(library);
    Stamp stamp = with.index().stamp().orElseThrow();
    set(new State.Searchable(with.search(), stamp, report.passages(), library.leftOut()));
    if (report.added() + report.removed() > 0) {
      LOG.log(
          Level.INFO,
          "runbooks: {0} passages, {1} new, {2} gone",
          new Object[] {report.passages(), report.added(), report.removed()});
    }
  }

  /** What an earlier bot left in the index is searched until this one has read what is new. */
  private Tools tools() {
    Tools opened = tools.orElseGet(opening);
    if (tools.isEmpty()) {
      tools = Optional.of(opened);
      opened
          .index()
          .stamp()
          .filter(stamp -> isComparable(stamp, opened))
          .ifPresent(stamp -> set(new State.Searchable(opened.search(), stamp, 0, List.of())));
    }
    return opened;
  }

  /** Where the embedder is away that is not known, and words find something all the same. */
  private static boolean isComparable(Stamp stamp, Tools opened) {
    try {
      return stamp.model().equals(opened.embedder().model());
    } catch (Embedder.EmbeddingException e) {
      return true;
    }
  }

  private synchronized void set(State now) {
    state = now;
  }

  /** It did not go well, for whoever asks meanwhile. */
  public synchronized void failed(String why) {
    if (!(state instanceof State.Searchable)) {
      state = new State.NotRead(why);
    }
  }

  @Override
  public void close() {
    others.close();
    tools.ifPresent(one -> {
      one.index().close();
      one.embedder().close();
    });
  }
}
