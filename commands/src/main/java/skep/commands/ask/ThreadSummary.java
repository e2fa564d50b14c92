package skep.commands.ask;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import skep.commands.ask.Conversation.Line;
import skep.runbooks.answer.Answer;
import skep.runbooks.answer.Answer.Reference;
import skep.runbooks.answer.Answering;
import skep.runbooks.answer.LanguageModel;
import skep.runbooks.answer.Question;
import skep.runbooks.answer.Retrieval;
import skep.runbooks.index.Search;
import skep.runbooks.passages.Passage;

/**
 * A thread in short, as a model wrote it: sentences and steps that each stand in a message. They
 * are judged as answers from runbooks are, with messages in the place of passages.
 *
 * @param prose what it was about; may be empty
 * @param steps a list, and what is told in it; may be empty
 * @param sources the messages the marks in both stand for, by their numbers from 1
 */
record ThreadSummary(String prose, String steps, List<Line> sources) {
  /** A long thread is mostly talk and pasted logs, and a model is paid by what it reads. */
  private static final int MOST = 40;

  private static final int LONGEST = 1_500;
  private static final int LONGEST_ALL = 20_000;

  private static final Pattern ITEM = Pattern.compile("(?:[-*•]|\\d{1,2}[.)]) .*");

  private static final String TASK =
      "The sources are the messages of a thread whose problem is solved now. Sum it up for"
          + " somebody who meets the problem next: first what was wrong, in one or two sentences,"
          + " then what solved it, as a numbered list of steps in the order to take them.";

  ThreadSummary {
    sources = List.copyOf(sources);
  }

  /**
   * Empty where the model does not answer, or says nothing that stands there.
   *
   * @param said the messages of people, the oldest first
   */
  static Optional<ThreadSummary> of(
      List<Line> said, LanguageModel model, UnaryOperator<String> redaction, InstantSource clock) {
    List<Line> last = last(said);
    Predicate<String> typable = AskCommand.typable();
    List<Passage> messages =
        IntStream.range(0, last.size())
            .filter(i -> !last.get(i).text().isBlank())
            .mapToObj(i -> message(i, last.get(i), typable))
            .toList();
    Retrieval all = _ -> new Retrieval.Found(messages, Search.Verdict.CLEAR);
    Answer answer =
        new Answering(
                all,
                Optional.of(model),
                List.of(),
                // No command may be in it that was not typed where it says.
                new Answering.Guards(redaction, _ -> false, clock))
            .answer(new Question(TASK, List.of()), _ -> {});
    return switch (answer) {
      case Answer.Grounded(var text, var references, _) ->
          Optional.of(of(text, references.stream().map(one -> source(one, last)).toList()));
      case Answer.NotInRunbooks _, Answer.PassagesOnly _ -> Optional.empty();
    };
  }

  private static List<Line> last(List<Line> said) {
    Deque<Line> last = new ArrayDeque<>();
    int all = 0;
    for (Line line : said.reversed()) {
      all += Math.min(LONGEST, line.text().length());
      if (all > LONGEST_ALL || last.size() == MOST) {
        break;
      }
      last.addFirst(line);
    }
    return List.copyOf(last);
  }

  private static Passage message(int number, Line line, Predicate<String> typable) {
    String whole = line.text().strip();
    String text = whole.substring(0, Math.min(LONGEST, whole.length()));
    return new Passage(
        Integer.toString(number),
        List.of("@" + line.by()),
        "",
        typable.test(text) ? "`" + text + "`" : text);
  }

  private static Line source(Reference reference, List<Line> said) {
    return switch (reference) {
      case Reference.ToPassage(_, var message) -> said.get(Integer.parseInt(message.path()));
      case Reference.ToState _ -> throw new IllegalStateException("nothing was to be looked at");
    };
  }

  /** Where a list begins, the steps do. */
  private static ThreadSummary of(String text, List<Line> sources) {
    List<String> lines = text.lines().toList();
    int list = list(lines);
    return new ThreadSummary(
        String.join("\n", lines.subList(0, list)),
        String.join("\n", lines.subList(list, lines.size())),
        sources);
  }

  /** The first line of a list that is none within a block of code. */
  private static int list(List<String> lines) {
    boolean isCode = false;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("```")) {
        isCode = !isCode;
      } else if (!isCode && ITEM.matcher(lines.get(i)).matches()) {
        return i;
      }
    }
    return lines.size();
  }
}
