package skep.deploy.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import skep.deploy.release.Release.Actor;

/**
 * Something that is wrong, from when it was first found until it is right again. Found once more
 * after that, it is another one.
 *
 * @param alert as it was found last
 * @param generation greater than that of every earlier one of the same key
 * @param count how often it was found
 * @param called when somebody was last called for it, or said that they need not be
 * @param group of those found in the same moment, told as one; empty where it is told alone
 * @param heard ids of the marks that were acted upon and still stand
 */
public record Incident(
    Alert alert,
    long generation,
    Instant since,
    Instant lastSeen,
    int count,
    State state,
    Instant called,
    Optional<String> group,
    Set<String> heard) {
  /** For how long a mark silences. */
  public static final Duration SILENCE = Duration.ofHours(24);

  private static final int MOST_MARKS = 40;

  /** What is done about it. */
  public sealed interface State {
    record Open() implements State {}

    record Acknowledged(Actor by, Instant at) implements State {}

    record Silenced(Actor by, Instant until) implements State {}

    /**
     * @param how half a sentence
     */
    record Resolved(Instant at, String how) implements State {
      public Resolved {
        how = Alert.cut(how);
      }
    }
  }

  public Incident {
    heard = Set.copyOf(heard);
  }

  static Incident first(Alert alert, long generation, Instant now, Optional<String> group) {
    return new Incident(alert, generation, now, now, 1, new State.Open(), now, group, Set.of());
  }

  public String key() {
    return alert.key();
  }

  public boolean isResolved() {
    return state instanceof State.Resolved;
  }

  /** What its message is told under: the same for all of its life, and for none before it. */
  public String announcement() {
    return group.orElseGet(() -> "incident %s #%d".formatted(key(), generation));
  }

  Incident again(Alert found, Instant now) {
    return new Incident(found, generation, since, now, count + 1, state, called, group, heard);
  }

  Incident in(State other, Instant now) {
    return new Incident(alert, generation, since, lastSeen, count, other, now, group, heard);
  }

  /** Somebody is called for it once more; a silence has ended by that. */
  Incident calledAgain(Instant now) {
    return in(state instanceof State.Silenced ? new State.Open() : state, now);
  }

  /** Those of these that were not acted upon yet. */
  public List<Mark> fresh(Collection<Mark> standing) {
    return standing.stream().filter(mark -> !heard.contains(mark.id())).toList();
  }

  /**
   * Acts upon marks, each once: what stands there and was heard before says nothing new. Where the
   * mark that made the state is gone, what is left of them counts, or it is open again.
   *
   * @param standing all that stand there now
   * @param allowed those of them whose authors may
   */
  Incident marked(Collection<Mark> standing, Collection<Mark> allowed, Instant now) {
    Set<String> there = standing.stream().map(Mark::id).collect(Collectors.toSet());
    Set<String> gone = new HashSet<>(heard);
    gone.removeAll(there);
    List<Mark> kept = standing.stream().filter(mark -> heard.contains(mark.id())).toList();
    Incident next = state instanceof State.Resolved || !isGone(gone) ? this : in(left(kept), now);
    for (Mark.Sign sign : Mark.Sign.values()) {
      for (Mark mark : fresh(allowed)) {
        next = mark.sign() == sign ? next.in(said(mark, now), now) : next;
      }
    }
    Set<String> all = new TreeSet<>(heard);
    all.removeAll(gone);
    allowed.stream().map(Mark::id).limit(MOST_MARKS).forEach(all::add);
    return new Incident(
        alert, generation, since, lastSeen, count, next.state, next.called, group, all);
  }

  private boolean isGone(Set<String> gone) {
    return switch (state) {
      case State.Acknowledged(var by, _) -> gone.contains(new Mark(Mark.Sign.ACKNOWLEDGE, by).id());
      case State.Silenced(var by, _) -> gone.contains(new Mark(Mark.Sign.SILENCE, by).id());
      case State.Open(), State.Resolved _ -> false;
    };
  }

  private State left(List<Mark> kept) {
    if (state instanceof State.Silenced(_, var until)) {
      Optional<Mark> other = first(kept, Mark.Sign.SILENCE);
      if (other.isPresent()) {
        return new State.Silenced(other.get().by(), until);
      }
    }
    return first(kept, Mark.Sign.ACKNOWLEDGE)
        .<State>map(mark -> new State.Acknowledged(mark.by(), lastSeen))
        .orElseGet(State.Open::new);
  }

  private static Optional<Mark> first(List<Mark> marks, Mark.Sign sign) {
    return marks.stream().filter(mark -> mark.sign() == sign).findFirst();
  }

  private static State said(Mark mark, Instant now) {
    return switch (mark.sign()) {
      case ACKNOWLEDGE -> new State.Acknowledged(mark.by(), now);
      case SILENCE -> new State.Silenced(mark.by(), now.plus(SILENCE));
    };
  }
}
