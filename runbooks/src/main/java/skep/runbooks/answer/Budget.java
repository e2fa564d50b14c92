package skep.runbooks.answer;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What answers may cost in a day, which is one of UTC: for each person, and for all. Before a
 * question, {@link #ask}; after each turn of the model, {@link #spent}.
 *
 * <p>It remembers persons of today only, and no more of them than questions were let through.
 */
public final class Budget {
  private final Limits limits;
  private final Price price;
  private final InstantSource clock;
  private final Map<String, Spent> persons = new HashMap<>();
  private Spent all = Spent.NOTHING;
  private LocalDate day = LocalDate.EPOCH;

  /** Whether there is something left. */
  public sealed interface Verdict {
    record Within() implements Verdict {}

    /**
     * @param why completes "no answer: …" for whoever asked
     * @param again when there is something left
     */
    record Over(String why, Instant again) implements Verdict {}
  }

  /**
   * @param person what one person may spend in a day
   * @param all what all may, together
   */
  public record Limits(Share person, Share all) {
    /**
     * Some ten thousand tokens go into a question: of Groq's usual model, for a fifth of a cent.
     */
    public static final Limits USUAL =
        new Limits(new Share(100, 1_000_000, 250_000), new Share(500, 5_000_000, 1_000_000));
  }

  /**
   * @param microDollars a millionth of a dollar each
   */
  public record Share(long questions, long tokens, long microDollars) {
    public Share {
      if (questions < 0 || tokens < 0 || microDollars < 0) {
        throw new IllegalArgumentException(
            "a limit below zero: %d questions, %d tokens, %d micro-dollars"
                .formatted(questions, tokens, microDollars));
      }
    }
  }

  /**
   * What a million tokens cost, in micro-dollars.
   *
   * @param in read by the model
   * @param out written by it
   */
  public record Price(long in, long out) {
    /** Of openai/gpt-oss-120b at Groq, in November 2026: $0.15 and $0.60. */
    public static final Price USUAL = new Price(150_000, 600_000);

    private static final long MILLION = 1_000_000;

    public Price {
      if (in < 0 || out < 0) {
        throw new IllegalArgumentException("a price below zero: %d, %d".formatted(in, out));
      }
    }

    /** In micro-dollars, a part of one counts as one. */
    public long of(Usage usage) {
      return Math.ceilDiv(
          Math.addExact(Math.multiplyExact(usage.in(), in), Math.multiplyExact(usage.out(), out)),
          MILLION);
    }
  }

  /**
   * What was spent today.
   *
   * @param persons who asked
   * @param limit in micro-dollars, as {@code microDollars}
   */
  public record Today(
      LocalDate day, int persons, long questions, long tokens, long microDollars, long limit) {
    /** In a line, for people. */
    public String words() {
      return String.format(
          Locale.ROOT,
          "today: %,d %s, %,d tokens, about %s of %s",
          questions,
          questions == 1 ? "question" : "questions",
          tokens,
          dollars(microDollars),
          dollars(limit));
    }
  }

  private record Spent(long questions, Usage usage) {
    private static final Spent NOTHING = new Spent(0, Usage.NONE);

    private Spent plusQuestion() {
      return new Spent(questions + 1, usage);
    }

    private Spent plus(Usage more) {
      return new Spent(questions, usage.plus(more));
    }
  }

  public Budget(Limits limits, Price price, InstantSource clock) {
    this.limits = limits;
    this.price = price;
    this.clock = clock;
  }

  /**
   * Asks for one question, which counts from now on if there is something left. What it comes to
   * cannot be known before, so that the last one may go over a limit of tokens or money.
   */
  public synchronized Verdict ask(String person) {
    turnOver();
    Optional<String> over =
        over("your", persons.getOrDefault(person, Spent.NOTHING), limits.person())
            .or(() -> over("everybody's", all, limits.all()));
    if (over.isPresent()) {
      return new Verdict.Over(over.get(), day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
    persons.merge(person, Spent.NOTHING.plusQuestion(), (was, _) -> was.plusQuestion());
    all = all.plusQuestion();
    return new Verdict.Within();
  }

  /** Takes note of a turn; one of a question from before midnight counts for today. */
  public synchronized void spent(String person, Usage usage) {
    turnOver();
    persons.merge(person, Spent.NOTHING.plus(usage), (was, _) -> was.plus(usage));
    all = all.plus(usage);
  }

  public synchronized Today today() {
    turnOver();
    return new Today(
        day,
        persons.size(),
        all.questions(),
        all.usage().tokens(),
        price.of(all.usage()),
        limits.all().microDollars());
  }

  /** A clock that is set back opens no new day. */
  private void turnOver() {
    LocalDate now = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    if (now.isAfter(day)) {
      day = now;
      persons.clear();
      all = Spent.NOTHING;
    }
  }

  private Optional<String> over(String whose, Spent spent, Share share) {
    String what = "";
    if (spent.questions() >= share.questions()) {
      what = String.format(Locale.ROOT, "%,d questions", share.questions());
    } else if (spent.usage().tokens() >= share.tokens()) {
      what = String.format(Locale.ROOT, "%,d tokens", share.tokens());
    } else if (price.of(spent.usage()) >= share.microDollars()) {
      what = dollars(share.microDollars());
    }
    return what.isEmpty()
        ? Optional.empty()
        : Optional.of("%s %s for today are used up".formatted(whose, what));
  }

  /** With cents, and with more digits where a cent is too coarse. */
  private static String dollars(long micro) {
    return micro > 0 && micro < 10_000
        ? String.format(Locale.ROOT, "$%.4f", micro / 1e6)
        : String.format(Locale.ROOT, "$%,.2f", micro / 1e6);
  }
}
