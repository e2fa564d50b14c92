package skep.deploy.restic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Works out which snapshots are affected by what a check found: which restic command to run next,
 * given what the others said. Nothing in the repository is changed. For one thread:
 *
 * <pre>
 * while (search.next() instanceof Run run) {
 *   search.answer(status, lines); // of restic with run.arguments()
 * }
 * </pre>
 *
 * <p>First the snapshots that should be there are held against those that are, and can be read.
 * Then the indexes tell what was in the damaged packs, and each of those blobs is read; a pack is
 * seldom bad as a whole. At last all snapshots are walked for the bad blobs, which also shows the
 * trees that cannot be loaded.
 *
 * <p>restic before 0.17 asks ten times for an object that is not there, for 42 seconds in all: once
 * for each tree in a missing pack.
 */
public final class DamageSearch {
  /** So many blobs are read to tell the good from the bad; of more, all count as bad. */
  static final int MOST_READ = 200;

  /** Their ids are arguments. */
  private static final int MOST_AT_ONCE = 500;

  private static final String NONE = "0".repeat(64);

  /** What is to be done next. */
  public sealed interface Next {}

  /**
   * @param arguments of restic
   * @param statusAlone the output says nothing, may be some megabytes of somebody's file, and
   *     should go nowhere
   */
  public record Run(List<String> arguments, boolean statusAlone) implements Next {}

  /** The search has come to its end. */
  public record Found(AffectedSnapshots snapshots) implements Next {}

  private record Step(Run run, Answer answer) {}

  private interface Answer {
    void take(int status, Iterator<String> lines);
  }

  private final CheckReport report;
  private final Suspects suspects;
  private final Census census;
  private final Deque<Step> steps = new ArrayDeque<>();

  private DamageSearch(CheckReport report, Set<String> known) {
    this.report = report;
    this.suspects = new Suspects(report);
    this.census = new Census(known);
  }

  /**
   * @param known whole ids of the snapshots that should be there: made, and not forgotten since.
   *     Those that restic lists beside them are looked at as well.
   */
  public static DamageSearch after(CheckReport report, Set<String> known) {
    var search = new DamageSearch(report, known);
    search.ask(ResticArguments.listSnapshots(), search::ids);
    search.ask(ResticArguments.readableSnapshots(), search::snapshots);
    return search;
  }

  public Next next() {
    return steps.isEmpty() ? new Found(census.found()) : steps.getFirst().run();
  }

  /**
   * What the last {@link Run} came to.
   *
   * @param lines of both streams; read within this call
   */
  public void answer(int status, Iterator<String> lines) {
    steps.removeFirst().answer().take(status, lines);
  }

  private void ask(List<String> arguments, Answer answer) {
    steps.addLast(new Step(new Run(arguments, false), answer));
  }

  private static List<String> all(Iterator<String> lines) {
    List<String> all = new ArrayList<>();
    lines.forEachRemaining(all::add);
    return all;
  }

  private void ids(int status, Iterator<String> lines) {
    List<String> ids = all(lines).stream().map(String::strip).filter(ResticId::isWhole).toList();
    if (status == 0) {
      census.listed(ids);
    } else {
      giveUp("the snapshots could not be listed");
    }
  }

  private void snapshots(int status, Iterator<String> lines) {
    var listing = Snapshot.list(all(lines)).filter(done -> status == 0);
    if (listing.isEmpty()) {
      giveUp("the snapshots could not be read");
      return;
    }
    census.readable(listing.get().entries());
    if (!report.indexes().isEmpty()) {
      giveUp(
          "an index is damaged; no data is lost by that: 'restic repair index' ('rebuild-index'"
              + " before 0.16) makes it anew, then check again");
    } else if (suspects.haveBlobsToKnow()) {
      ask(ResticArguments.listIndexes(), this::indexes);
    } else if (!report.isHealthy()) {
      walk();
    }
  }

  private void indexes(int status, Iterator<String> lines) {
    List<String> ids = all(lines).stream().map(String::strip).filter(ResticId::isWhole).toList();
    if (status != 0 || ids.isEmpty()) {
      giveUp("the indexes could not be listed");
      return;
    }
    ids.forEach(id -> ask(ResticArguments.catIndex(id), this::index));
  }

  private void index(int status, Iterator<String> lines) {
    var blobs = IndexedBlob.read(all(lines)).filter(done -> status == 0);
    if (blobs.isEmpty()) {
      giveUp("an index could not be read");
      return;
    }
    blobs.get().forEach(suspects::indexed);
    if (steps.isEmpty()) {
      readBlobs();
    }
  }

  private void readBlobs() {
    List<String> blobs = suspects.toRead();
    if (blobs.size() > MOST_READ) {
      census.doubt(
          "the damaged packs hold %d blobs; all of them count as bad".formatted(blobs.size()));
      blobs.forEach(suspects::bad);
      walk();
      return;
    }
    for (String blob : blobs) {
      steps.addLast(
          new Step(
              new Run(ResticArguments.catBlob(blob), true),
              (status, lines) -> {
                lines.forEachRemaining(line -> {});
                blob(blob, status);
              }));
    }
    if (blobs.isEmpty()) {
      walk();
    }
  }

  private void blob(String id, int status) {
    if (status != 0) {
      suspects.bad(id);
    }
    if (steps.isEmpty()) {
      walk();
    }
  }

  private void walk() {
    if (!report.isDamaged()) {
      census.doubt("the check did not come to its end");
    }
    suspects.doubts().forEach(census::doubt);
    List<String> bad = new ArrayList<>(suspects.badData());
    if (bad.isEmpty()) {
      bad.add(NONE); // The trees are walked all the same.
    }
    for (int i = 0; i < bad.size(); i += MOST_AT_ONCE) {
      List<String> some = bad.subList(i, Math.min(bad.size(), i + MOST_AT_ONCE));
      ask(ResticArguments.findBlobs(some), this::walked);
    }
    if (!report.orphans().isEmpty()) {
      census.note(
          "packs are in no index, an index may be missing: 'restic repair index' ('rebuild-index'"
              + " before 0.16) may bring back what is affected; do not prune before");
    }
  }

  private void walked(int status, Iterator<String> lines) {
    lines.forEachRemaining(census::walked);
    if (status != 0) {
      giveUp("the snapshots could not be walked");
    }
  }

  /** What could not be looked at counts as affected. */
  private void giveUp(String why) {
    steps.clear();
    census.doubtAll(why);
  }
}
