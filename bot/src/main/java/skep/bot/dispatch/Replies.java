package skep.bot.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import skep.bot.dispatch.Chat.Action;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;

/** The dispatcher's own words, around those of the commands. */
final class Replies {
  private static final String DONE = ":white_check_mark: ";

  /** What begins with it says so itself: an answer is nothing that was done. */
  private static final String ANSWER = ":book: ";

  private static final String WAITS = ":raised_hand: ";
  private static final String REFUSED = ":no_entry: ";
  private static final String FAILED = ":x: ";
  private static final String UNFINISHED = ":hourglass: ";

  private Replies() {}

  static String accepted(String line) {
    return line.startsWith("/ask ")
        ? UNFINISHED + "Looking into the runbooks"
        : UNFINISHED + "Accepted: " + Quoted.brief(line);
  }

  static String tooOld(String line, Duration age) {
    return "This was typed %d minutes ago, while I was not listening. Nothing was done. Type it again if it is still wanted: %s"
        .formatted(age.toMinutes(), Quoted.brief(line));
  }

  static String notObeyed(String line, String why) {
    return ":no_entry: I do not run %s. %s Nothing was done.".formatted(Quoted.brief(line), why);
  }

  static String notTaken() {
    return ":x: I cannot reach the Swarm, where I note what I begin, so I did not begin. Type it again in a minute; `skep doctor` says what is wrong.";
  }

  static String interrupted() {
    return ":warning: I was restarted before I answered this, and no deployment was begun for it. See what is there with `/deploy status`, then type it again if it is still wanted.";
  }

  static String draining() {
    return ":information_source: I am being restarted. What runs here goes on; if it takes longer than I may, the next bot finishes it and answers in this thread.";
  }

  static String handedOver() {
    return UNFINISHED
        + "This is not at its end, and I have to stop. The next bot finishes it and answers in this thread, within some minutes.";
  }

  static String of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done done -> done.text().startsWith(ANSWER) ? done.text() : DONE + done.text();
      case Outcome.Waiting waiting -> WAITS + waiting.text();
      case Outcome.Refused refused -> REFUSED + refused.text() + next(refused.next());
      case Outcome.Failed failed -> FAILED + failed.text() + next(failed.next());
      case Outcome.Unfinished unfinished ->
          UNFINISHED + unfinished.text() + next(unfinished.next());
    };
  }

  /** Whether this is what {@link #of} says of some end, as opposed to how far it is. */
  static boolean isFinal(String text) {
    return Stream.of(DONE, ANSWER, WAITS, REFUSED, FAILED).anyMatch(text::startsWith);
  }

  /** Whether a question follows it. */
  static boolean asks(String text) {
    return text.startsWith(WAITS);
  }

  private static String next(String next) {
    if (next.isBlank()) {
      return "";
    }
    // Others wrote parts of it; inside code they are only shown.
    return "\nNext: " + Quoted.code(next);
  }

  static List<Action> buttons(Outcome.Waiting waiting) {
    return List.of(
        new Action("Approve", waiting.next()),
        new Action("Reject", "/deploy reject " + waiting.plan()));
  }
}
