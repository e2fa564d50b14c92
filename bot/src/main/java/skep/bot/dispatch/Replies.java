package skep.bot.dispatch;

import java.time.Duration;
import java.util.List;
import skep.bot.dispatch.Chat.Action;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;

/** The dispatcher's own words, around those of the commands. */
final class Replies {
  private Replies() {}

  static String accepted(String line) {
    return ":hourglass: Accepted: " + Quoted.brief(line);
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
    return ":warning: I was restarted before I answered this, and nothing of it was begun. See what is there with `/deploy status`, then type it again if it is still wanted.";
  }

  static String draining() {
    return ":information_source: I am being restarted. What runs here goes on; if it takes longer than I may, the next bot finishes it and answers in this thread.";
  }

  static String handedOver() {
    return ":hourglass: This is not at its end, and I have to stop. The next bot finishes it and answers in this thread, within some minutes.";
  }

  static String of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done done -> ":white_check_mark: " + done.text();
      case Outcome.Waiting waiting -> ":raised_hand: " + waiting.text();
      case Outcome.Refused refused -> ":no_entry: " + refused.text() + next(refused.next());
      case Outcome.Failed failed -> ":x: " + failed.text() + next(failed.next());
    };
  }

  private static String next(String next) {
    if (next.isBlank()) {
      return "";
    }
    // Others wrote parts of it; inside code they are only shown.
    return "\nNext: " + Quoted.code(next);
  }

  static String ask(Outcome.Waiting waiting) {
    return "Plan `%s` waits. Type `%s` or `/deploy reject %s`"
        .formatted(waiting.plan(), waiting.next(), waiting.plan());
  }

  static List<Action> buttons(Outcome.Waiting waiting) {
    return List.of(
        new Action("Approve", waiting.next()),
        new Action("Reject", "/deploy reject " + waiting.plan()));
  }
}
