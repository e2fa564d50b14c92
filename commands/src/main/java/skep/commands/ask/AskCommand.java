package skep.commands.ask;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import skep.commands.Command;
import skep.commands.CommandParser;
import skep.commands.Parsed;
import skep.commands.access.Access;
import skep.commands.access.Act;
import skep.commands.access.Decision;
import skep.commands.access.Policy;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Quoted;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.EstateAt;
import skep.deploy.estate.RunbookPolicy;
import skep.runbooks.answer.Answer;
import skep.runbooks.answer.Answering;
import skep.runbooks.answer.LanguageModel;
import skep.runbooks.answer.Question;
import skep.runbooks.answer.Retrieval;
import skep.runbooks.answer.StateTool;
import skep.runbooks.index.PassageIndex.IndexException;
import skep.runbooks.index.Search;

/** A question: answered from the runbooks and the state of the Swarm, or plainly not. */
public final class AskCommand implements Command {
  private static final int PASSAGES = 6;

  private final Estates estates;
  private final Access access;
  private final Runbooks runbooks;
  private final Writing writing;
  private final InstantSource clock;
  private final Talks talks = new Talks();

  /**
   * Who writes, from what, and what of it is shown.
   *
   * @param model for one person's question; empty where none is configured
   * @param looks what may be looked at
   * @param redaction takes known secret values out of a text
   * @param link to the estate's own pages, where {@code skep.yaml} says none
   * @param unanswered told of questions the runbooks do not answer
   */
  public record Writing(
      Models model,
      List<Look> looks,
      UnaryOperator<String> redaction,
      Optional<String> link,
      Consumer<String> unanswered) {
    public Writing {
      looks = List.copyOf(looks);
    }
  }

  /**
   * Something a model may look at for whoever may look at it themselves.
   *
   * @param needs what they have to be allowed to
   */
  public record Look(Act needs, StateTool tool) {}

  /** The model that writes, as far as a person's budget goes. */
  @FunctionalInterface
  public interface Models {
    Models NONE = _ -> Optional.empty();

    Optional<LanguageModel> forQuestionOf(Person person);
  }

  public AskCommand(
      Estates estates, Access access, Runbooks runbooks, Writing writing, InstantSource clock) {
    this.estates = estates;
    this.access = access;
    this.runbooks = runbooks;
    this.writing = writing;
    this.clock = clock;
  }

  /** Whether this is what it says to somebody it has an answer for. */
  public static boolean isAnswer(String text) {
    return text.startsWith(AnswerText.MARK);
  }

  @Override
  public Outcome handle(Invocation in, Parsed.Command line) {
    EstateAt head = estates.lastSeen();
    String question = writing.redaction().apply(line.words().getFirst());
    return access
        .refusal(Act.ASK, in, head.policy())
        .<Outcome>map(refused -> refused)
        .or(() -> Asked.refusal(question))
        .orElseGet(() -> looked(in, question, head.rules().runbooks()));
  }

  private Outcome looked(Invocation in, String question, RunbookPolicy policy) {
    try {
      return answered(in, question, policy);
    } catch (IndexException e) {
      return new Outcome.Failed(
          "I cannot look into the runbooks: " + Quoted.text(e.getMessage()), "skep doctor");
    }
  }

  private Outcome answered(Invocation in, String question, RunbookPolicy policy) {
    return switch (runbooks.state()) {
      case Runbooks.State.NotYet() -> notRead("they are not read yet");
      case Runbooks.State.NotRead(var why) -> notRead(why);
      case Runbooks.State.None() ->
          new Outcome.Refused(
              "There are no runbooks yet: the estate has no pages in %s. Skep comes with some to begin with."
                  .formatted(String.join(", ", policy.own().folders())),
              "git add runbooks/first.md");
      case Runbooks.State.Searchable ready -> answered(in, question, ready, policy);
    };
  }

  private static Outcome notRead(String why) {
    return new Outcome.Failed(
        "I cannot look into the runbooks: " + why + ".", "ask again in a minute");
  }

  private Outcome answered(
      Invocation in, String question, Runbooks.State.Searchable ready, RunbookPolicy policy) {
    AnswerText words = AnswerText.at(ready.stamp(), policy, writing.link(), clock.instant());
    Answer answer = answered(in, question, ready.search(), words);
    talks.add(in.thread(), question, said(answer));
    if (answer instanceof Answer.NotInRunbooks && !in.room().direct()) {
      Thread.ofVirtual().name("unanswered").start(() -> writing.unanswered().accept(question));
    }
    return new Outcome.Done(words.of(answer));
  }

  private Answer answered(Invocation in, String question, Search search, AnswerText words) {
    try (Meanwhile meanwhile = new Meanwhile(in.progress()::show, words::meanwhile)) {
      Retrieval retrieval =
          sought -> {
            Search.Found best = search.find(sought, PASSAGES);
            Retrieval.Found found = new Retrieval.Found(best.passages(), best.verdict());
            // At a terminal so much cannot be taken away again.
            if (found.verdict() != Search.Verdict.FAR && !in.by().atTerminal()) {
              meanwhile.found(found);
            }
            return found;
          };
      return answering(in, retrieval)
          .answer(
              new Question(question, talks.before(in.thread())),
              partial -> meanwhile.writes(":pencil2: " + partial));
    }
  }

  private Answering answering(Invocation in, Retrieval retrieval) {
    return new Answering(
        retrieval,
        writing.model().forQuestionOf(in.by()),
        looks(in),
        new Answering.Guards(writing.redaction(), typable(), clock));
  }

  private List<StateTool> looks(Invocation in) {
    Policy policy = estates.lastSeen().policy();
    return writing.looks().stream()
        .filter(look ->
            access.may(look.needs(), in.by(), in.room(), policy) instanceof Decision.Allowed)
        .map(Look::tool)
        .toList();
  }

  /** Whether a line is one of Skep's own commands, as a person could type it. */
  static Predicate<String> typable() {
    CommandParser parser = new CommandParser();
    return line -> parser.parse(line) instanceof Parsed.Command;
  }

  /** What the model is to know of it where the thread goes on. */
  private static String said(Answer answer) {
    return switch (answer) {
      case Answer.Grounded grounded -> grounded.text();
      case Answer.NotInRunbooks _ -> "The runbooks do not say.";
      case Answer.PassagesOnly _ -> "(passages of the runbooks were shown)";
    };
  }
}
