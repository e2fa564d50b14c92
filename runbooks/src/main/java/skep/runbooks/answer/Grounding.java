package skep.runbooks.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import skep.runbooks.answer.Draft.Statement;

/**
 * What of a draft may be shown: statements that cite what they are from, whose words and commands
 * stand there. One that fails is left out and counted; nothing of it is shown.
 */
final class Grounding {
  /** Of a sentence's words so many stand in what it cites, or it is not from there. */
  private static final double COVERED = 0.4;

  /** "I have restarted it": nobody here can have done anything. */
  private static final Pattern ACTED =
      Pattern.compile(
          "(?i)\\b(?:i|we|skep)(?:['’](?:ve|m|re|d))?\\s+"
              + "(?:(?:have|has|had|just|already|am|are|now|successfully|also)\\s+)*"
              + "(?:\\w+ed|\\w+ing|ran|run|took|put|set|sent|made|brought|began|did|done|rebuilt|shut)\\b"
              + "|^\\W*(?:done|finished|completed|fixed)\\b");

  /** "It has been restarted": nor is it known that somebody did. */
  private static final Pattern WAS_DONE =
      Pattern.compile(
          "(?i)\\b(?:has|have|had|is|are|was|were)\\s+"
              + "(?:(?:now|just|been|successfully|already)\\s+)+\\w+(?:ed|un|en|ut|wn)\\b");

  private static final Pattern CONDITION =
      Pattern.compile(
          "(?i)\\b(?:once|after|if|when|whenever|until|unless|whether|check|verify|make sure|ensure|confirm|where)\\b");

  /** Why a statement is not shown, in words that complete "left out: …". */
  enum Fault {
    NO_SOURCE("it does not say where it is from"),
    NO_SUCH_SOURCE("it cites a passage that is not there"),
    NOT_FROM_THERE("what it says does not stand where it says"),
    STRANGE_COMMAND("its command stands in no passage it cites"),
    CLAIMED_ACT("it claims that something was done"),
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

  /**
   * @param typable whether a line is one of Skep's own commands, as a person could type it
   */
  Grounding(List<Source> sources, Predicate<String> typable) {
    this.sources = sources.stream().collect(Collectors.toMap(Source::number, source -> source));
    this.typable = typable;
  }

  /**
   * @param finished whether the last statement is whole
   */
  Checked check(Draft draft, boolean finished) {
    List<Statement> kept = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    int last = draft.statements().size() - 1;
    for (int i = 0; i <= last; i++) {
      Statement statement = draft.statements().get(i);
      Optional<Fault> fault =
          i == last && !finished ? Optional.of(Fault.UNFINISHED) : fault(statement);
      fault.ifPresentOrElse(faults::add, () -> kept.add(statement));
    }
    return new Checked(
        kept, faults.stream().collect(Collectors.groupingBy(one -> one, Collectors.counting())));
  }

  private Optional<Fault> fault(Statement statement) {
    if (claimsAnAct(statement.prose())) {
      return Optional.of(Fault.CLAIMED_ACT);
    }
    if (statement.citations().isEmpty()) {
      return Optional.of(Fault.NO_SOURCE);
    }
    if (!sources.keySet().containsAll(statement.citations())) {
      return Optional.of(Fault.NO_SUCH_SOURCE);
    }
    List<Source> cited = statement.citations().stream().map(sources::get).toList();
    boolean strange =
        statement.commands().stream()
            .anyMatch(command ->
                !typable.test(command) && cited.stream().noneMatch(one -> one.has(command)));
    if (strange) {
      return Optional.of(Fault.STRANGE_COMMAND);
    }
    double covered =
        cited.stream().mapToDouble(one -> one.covers(statement.prose())).max().orElse(0);
    return covered < COVERED ? Optional.of(Fault.NOT_FROM_THERE) : Optional.empty();
  }

  private static boolean claimsAnAct(String prose) {
    return ACTED.matcher(prose).find()
        || (WAS_DONE.matcher(prose).find() && !CONDITION.matcher(prose).find());
  }
}
