package skep.bot.text;

import java.util.regex.Pattern;

/**
 * What holds for every text that leaves, whoever wrote which part of it: nothing in it steers a
 * terminal or turns the reading direction around, notifies a whole room, or leaves a fence open.
 */
public final class Showable {
  private static final Pattern STEERING =
      Pattern.compile(
          "\u001b\\[[0-?]*[ -/]*[@-~]|[\\p{Cntrl}\\x80-\\x9f&&[^\\n\\t]]"
              + "|[\\u061C\\u200E\\u200F\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

  /** Skep never calls everybody; whatever looks like it was written by somebody else. */
  private static final Pattern EVERYBODY =
      Pattern.compile("(?<![\\w@])@(?=(?:all|here|channel)\\b)", Pattern.CASE_INSENSITIVE);

  private static final String ZERO_WIDTH = "\u200B";
  private static final String FENCE = "```";

  private Showable() {}

  public static String inChat(String text) {
    String quiet = EVERYBODY.matcher(atTerminal(text)).replaceAll("@" + ZERO_WIDTH);
    boolean open = quiet.lines().filter(line -> line.startsWith(FENCE)).count() % 2 == 1;
    return open ? quiet.stripTrailing() + "\n" + FENCE : quiet;
  }

  public static String atTerminal(String text) {
    return STEERING.matcher(text).replaceAll("");
  }
}
