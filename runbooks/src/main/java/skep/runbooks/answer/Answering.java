package skep.runbooks.answer;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import skep.runbooks.answer.Grounding.Checked;
import skep.runbooks.index.Search;
import skep.runbooks.passages.Passage;

/**
 * Answers questions from runbooks: finds passages, lets a model write from them, and shows of it
 * what stands in them. Without a model, or where it says nothing that does, the passages
 * themselves.
 */
public final class Answering {
  /** More is no question, and costs money. */
  private static final int LONGEST = 8_000;

  private static final int NEAREST = 3;

  /** A secret may have the end of a sentence in it: what is shown early is a sentence behind. */
  private static final int NOT_WHOLE_YET = 2;

  /** What could part a secret that is whole for a reader. */
  private static final Pattern MARK_OR_SPACE = Pattern.compile("[.,;:]?\\s*\\[\\d+\\]\\s*|\\s+");

  private final Retrieval retrieval;
  private final Optional<LanguageModel> model;
  private final List<StateTool> tools;
  private final Guards guards;

  /**
   * What stands between the model and people.
   *
   * @param redaction takes known secret values out of a text
   * @param typable whether a line is one of Skep's own commands, as a person could type it
   */
  public record Guards(
      UnaryOperator<String> redaction, Predicate<String> typable, InstantSource clock) {}

  public Answering(
      Retrieval retrieval, Optional<LanguageModel> model, List<StateTool> tools, Guards guards) {
    this.retrieval = retrieval;
    this.model = model;
    this.tools = List.copyOf(tools);
    this.guards = guards;
  }

  /**
   * @param shown what can be shown already, again and again while more comes
   */
  public Answer answer(Question question, Consumer<String> shown) {
    Retrieval.Found found = retrieval.find(question.sought());
    List<Passage> best = found.passages();
    if (found.verdict() == Search.Verdict.FAR) {
      return new Answer.NotInRunbooks(best.stream().limit(NEAREST).toList());
    }
    if (model.isEmpty()) {
      return unwritten("no model is configured", found.verdict(), best);
    }
    try {
      return written(model.get(), question, best, shown);
    } catch (LanguageModel.TroubleException e) {
      return unwritten(guards.redaction().apply(e.getMessage()), found.verdict(), best);
    }
  }

  private static Answer unwritten(String why, Search.Verdict verdict, List<Passage> best) {
    return new Answer.PassagesOnly(
        verdict == Search.Verdict.UNSURE
            ? why + "; whether it answers the question is not sure"
            : why,
        best);
  }

  private Answer written(
      LanguageModel writer, Question question, List<Passage> best, Consumer<String> shown) {
    List<Source> sources =
        IntStream.range(0, best.size())
            .<Source>mapToObj(i -> Cited.of(i + 1, best.get(i), guards.redaction()))
            .toList();
    Conversation talk =
        new Conversation(
            writer,
            tools,
            guards.redaction(),
            guards.clock(),
            Prompt.of(harmless(question), sources),
            sources);
    LanguageModel.Turn.Text said =
        talk.text(partial -> {
          Checked checked = check(talk, partial, NOT_WHOLE_YET);
          if (!checked.kept().isEmpty()) {
            shown.accept(Rendering.of(checked.kept(), talk.sources()).text());
          }
        });
    Checked checked = check(talk, said.text(), said.finished() ? 0 : 1);
    if (said.text().strip().startsWith(Prompt.NOTHING)) {
      return new Answer.NotInRunbooks(best.stream().limit(NEAREST).toList());
    }
    if (checked.kept().isEmpty()) {
      return new Answer.PassagesOnly(
          "nothing of what the model wrote stands in the runbooks", best);
    }
    Rendering rendering = Rendering.of(checked.kept(), talk.sources());
    if (hasSecret(rendering.text())
        || hasSecret(MARK_OR_SPACE.matcher(rendering.text()).replaceAll(""))) {
      return new Answer.PassagesOnly("the model wrote something secret", best);
    }
    return new Answer.Grounded(rendering.text(), rendering.references(), notes(checked));
  }

  private Checked check(Conversation talk, String said, int unfinished) {
    String plain = Plain.of(said);
    boolean isCut = plain.length() > Draft.LONGEST;
    return new Grounding(talk.sources(), guards.typable(), this::hasSecret)
        .check(
            Draft.read(isCut ? plain.substring(0, Draft.LONGEST) : plain),
            isCut ? Math.max(1, unfinished) : unfinished);
  }

  private boolean hasSecret(String text) {
    return !guards.redaction().apply(text).equals(text);
  }

  private Question harmless(Question question) {
    String text = guards.redaction().apply(Plain.of(question.text()));
    return new Question(
        text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …",
        question.before().stream()
            .map(before ->
                new Question.Exchange(
                    guards.redaction().apply(before.question()),
                    guards.redaction().apply(before.answer())))
            .toList());
  }

  private static List<String> notes(Checked checked) {
    return checked.faults().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(fault ->
            "%d %s left out: %s"
                .formatted(
                    fault.getValue(),
                    fault.getValue() == 1 ? "statement" : "statements",
                    fault.getKey().words()))
        .toList();
  }
}
