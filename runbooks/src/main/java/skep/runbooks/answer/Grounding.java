package skep.runbooks.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import skep.runbooks.answer.Draft.Statement;

/**
 * What of a draft may be shown: statements that cite what they are from, whose words and commands
 * stand there. One that fails is left out and counted; nothing of it is shown.
 */
final class Grounding {
  /** Of a sentence's words so many stand in what it cites, or it is not from there. */
  private static final double COVERED = 0.6;

  /** Why a statement is not shown, in words that complete "left out: …". */
  enum Fault {
    NO_SOURCE("it does not say where it is from"),
    NO_SUCH_SOURCE("it cites a passage that is not there"),
    OUT_OF_CONTEXT("what it belongs to is left out"),
    NOT_FROM_THERE("what it says does not stand where it says"),
    STRANGE_COMMAND("its command stands in no passage it cites"),
    CLAIMED_ACT("it claims that something was done"),
    SECRET("it has a secret in it"),
    UNFINISHED("it stops in the middle");

    private final String words;

    Fault(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /**
   * @param kept in their order
   * @param faults how many statements had each
   */
  record Checked(List<Statement> kept, Map<Fault, Long> faults) {
    Checked {
      kept = List.copyOf(kept);
      faults = Map.copyOf(faults);
    }
  }

  private final Map<Integer, Source> sources;
  private final Predicate<String> typable;
  private final Predicate<String> hasSecret;

  /**
   * @param typable whether a line is one of Skep's own commands, as a person could type it
   * @param hasSecret whether a text has a known secret in it
   */
  Grounding(List<Source> sources, Predicate<String> typable, Predicate<String> hasSecret) {
    this.sources = sources.stream().collect(Collectors.toMap(Source::number, one -> one));
    this.typable = typable;
    this.hasSecret = hasSecret;
  }

  /**
   * @param unfinished how many of the last statements may not be whole yet
   */
  Checked check(List<Statement> draft, int unfinished) {
    List<Statement> kept = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    boolean isBent = false;
    for (int i = 0; i < draft.size(); i++) {
      Statement statement = draft.get(i);
      Optional<Fault> fault =
          i >= draft.size() - unfinished
              ? Optional.of(Fault.UNFINISHED)
              : isBent ? Optional.of(Fault.OUT_OF_CONTEXT) : fault(statement);
      if (fault.isEmpty()) {
        kept.add(statement);
      } else if (fault.get() != Fault.NO_SOURCE || !statement.leads()) {
        faults.add(fault.get());
      }
      // "Never do this:" is not shown, and then what comes after it must not be either.
      boolean bends = fault.isPresent() && Claims.bends(statement.prose());
      boolean goesOn = isBent && i + 1 < draft.size() && !draft.get(i + 1).sign().isEmpty();
      isBent = bends || goesOn;
    }
    return new Checked(
        kept, faults.stream().collect(Collectors.groupingBy(one -> one, Collectors.counting())));
  }

  private Optional<Fault> fault(Statement statement) {
    if (hasSecret.test(statement.text())) {
      return Optional.of(Fault.SECRET);
    }
    if (statement.citations().isEmpty()) {
      return Optional.of(Fault.NO_SOURCE);
    }
    if (!sources.keySet().containsAll(statement.citations())) {
      return Optional.of(Fault.NO_SUCH_SOURCE);
    }
    List<Source> cited = statement.citations().stream().map(sources::get).toList();
    if (Claims.anAct(statement.prose(), cited)) {
      return Optional.of(Fault.CLAIMED_ACT);
    }
    if (cited.stream().noneMatch(source -> gives(source, statement))
        || Typed.isStrange(statement.prose(), cited)) {
      return Optional.of(Fault.STRANGE_COMMAND);
    }
    return cited.stream().anyMatch(source -> gives(source, statement) && says(source, statement))
        ? Optional.empty()
        : Optional.of(Fault.NOT_FROM_THERE);
  }

  private boolean gives(Source source, Statement statement) {
    boolean isWarning = Claims.limits(statement.prose());
    return statement.commands().stream()
        .allMatch(command ->
            (source instanceof Cited && typable.test(command)) || source.gives(command, isWarning));
  }

  /** Its words stand there, and limit as much as the sentence they are from. */
  private static boolean says(Source source, Statement statement) {
    Words words = Words.of(statement.prose());
    return words.saysNothing()
        ? !statement.commands().isEmpty()
        : words.shareIn(source.standing().words()) >= COVERED
            && (source.standing().limits(words) == Claims.limits(statement.prose()));
  }
}
