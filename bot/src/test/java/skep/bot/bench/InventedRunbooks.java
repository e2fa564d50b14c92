package skep.bot.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import skep.runbooks.index.Library;
import skep.runbooks.passages.Page;

/**
 * Runbooks that nobody wrote: sentences put together from words of operations, the same ones for
 * the same number. Every page has the same number of sections, each of which is one passage.
 */
final class InventedRunbooks {
  static final int SECTIONS = 5;

  /** A heading begins a new passage after 60 words. */
  private static final int WORDS = 62;

  private static final List<String> SERVICES =
      List.of(
          "api",
          "billing",
          "cart",
          "catalog",
          "export",
          "gateway",
          "invoices",
          "ledger",
          "mailer",
          "orders",
          "payments",
          "queue",
          "reports",
          "search",
          "sessions",
          "stock",
          "uploads");
  private static final List<String> THINGS =
      List.of(
          "replica",
          "volume",
          "certificate",
          "snapshot",
          "overlay network",
          "secret",
          "token",
          "load balancer",
          "write-ahead log",
          "connection pool",
          "disk",
          "cron job",
          "image",
          "primary",
          "health check",
          "backup",
          "lock file",
          "message broker",
          "cache",
          "schema");
  private static final List<String> TROUBLES =
      List.of(
          "is full",
          "does not answer",
          "restarts in a loop",
          "lags behind",
          "has expired",
          "is refused",
          "was deleted by mistake",
          "answers with status 502",
          "is out of memory",
          "cannot be pulled",
          "is stuck in pending",
          "runs on the wrong node",
          "is read-only");
  private static final List<String> ACTIONS =
      List.of(
          "drain",
          "restart",
          "restore",
          "rotate",
          "scale down",
          "promote",
          "detach",
          "compact",
          "rebuild",
          "verify",
          "unlock",
          "move",
          "prune",
          "reload",
          "stop",
          "inspect");
  private static final List<String> PEOPLE =
      List.of(
          "the person on call",
          "the database team",
          "support",
          "the network team",
          "whoever asked",
          "the release manager",
          "the team that owns it",
          "a second pair of eyes");
  private static final List<String> SENTENCES =
      List.of(
          "If the %2$s of %1$s %3$s, %4$s it before you do anything else.",
          "Tell %5$s that %1$s will be away for %6$d minutes.",
          "Do not %4$s the %2$s while %1$s still has more than %6$d open requests.",
          "When %1$s %3$s for longer than %6$d seconds, the %2$s has to be looked at first.",
          "Ask %5$s whether the %2$s may be lost, and %4$s it on node%6$d alone.",
          "A %2$s that %3$s is no reason to %4$s %1$s at night.",
          "Wait until the %2$s of %1$s is ready on all %6$d nodes, then %4$s the old one.",
          "%1$s writes to its %2$s every %6$d seconds, so a short break is noticed by nobody.",
          "It is done when %1$s answers again and the alert about the %2$s is gone.");
  private static final String COMMAND = "    docker service ps prod_%1$s --filter node=node%6$d";
  private static final String TITLE = "What to do when the %2$s of %1$s %3$s";
  private static final String SECTION = "How to %4$s the %2$s of %1$s";
  private static final String QUESTION = "how do I %4$s %1$s when its %2$s %3$s on node%6$d?";

  private final SplittableRandom random;

  private InventedRunbooks(long seed) {
    random = new SplittableRandom(seed);
  }

  /**
   * @param passages that its pages are cut into
   */
  static Library library(int passages) {
    return library(LongStream.range(0, passages / SECTIONS).mapToObj(InventedRunbooks::page));
  }

  private static Library library(Stream<Page> pages) {
    return new Library(Map.of("", "bench"), pages.toList(), List.of());
  }

  /** The same with one more sentence in the last section of its first page. */
  static Library edited(Library library, int round) {
    Page first = library.pages().getFirst();
    List<Page> pages = new ArrayList<>(library.pages());
    pages.set(
        0, new Page(first.path(), first.text() + "Last tried in round %d.\n".formatted(round)));
    return library(pages.stream());
  }

  static Page page(long number) {
    return new InventedRunbooks(number).page("runbooks/page-%05d.md".formatted(number));
  }

  static List<String> questions(int count) {
    InventedRunbooks invented = new InventedRunbooks(-1);
    return IntStream.range(0, count).mapToObj(_ -> invented.filled(QUESTION)).toList();
  }

  private Page page(String path) {
    List<String> lines = new ArrayList<>(List.of("# " + filled(TITLE)));
    for (int section = 0; section < SECTIONS; section++) {
      lines.addAll(List.of("## " + filled(SECTION), paragraph(), filled(COMMAND)));
    }
    return new Page(path, String.join("\n\n", lines) + "\n\n");
  }

  private String paragraph() {
    StringBuilder text = new StringBuilder();
    for (int words = 0; words < WORDS; words = text.toString().split(" ").length) {
      text.append(filled(one(SENTENCES))).append(' ');
    }
    return text.toString().strip();
  }

  private String filled(String pattern) {
    return pattern.formatted(
        one(SERVICES) + "-" + random.nextInt(1, 100),
        one(THINGS),
        one(TROUBLES),
        one(ACTIONS),
        one(PEOPLE),
        random.nextInt(2, 60));
  }

  private String one(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }
}
