package skep.bot.dispatch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.commands.chat.Outcome;

/** The bot's question for a yes to a plan, and what a reaction to it may stand for. */
public final class ApprovalQuestion {
  /** The reaction that says yes, where the estate lets reactions say so. */
  public static final String YES = ":white_check_mark:";

  private static final Pattern ASKED = Pattern.compile("^Plan `([a-z0-9]{1,40})` waits\\. Type `");

  private ApprovalQuestion() {}

  static String text(Outcome.Waiting waiting) {
    return "Plan `%s` waits. Type `%s` or `/deploy reject %s`"
        .formatted(waiting.plan(), waiting.next(), waiting.plan());
  }

  /** The line that a yes to this message stands for; empty where it asks nothing. */
  public static Optional<String> yes(String text) {
    Matcher asked = ASKED.matcher(text);
    return asked.find() ? Optional.of("/deploy approve " + asked.group(1)) : Optional.empty();
  }
}
