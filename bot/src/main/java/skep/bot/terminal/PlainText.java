package skep.bot.terminal;

import java.util.regex.Pattern;
import skep.bot.text.Showable;

/** Rocket.Chat's Markdown as a terminal shows it: fences, backticks, stars and emoji names go. */
final class PlainText {
  private static final Pattern BOLD = Pattern.compile("(?<![\\w*])\\*([^*\\n]+)\\*(?![\\w*])");
  private static final Pattern EMOJI = Pattern.compile("(?m)^:[a-z_]+: ");

  private PlainText() {}

  static String of(String markdown) {
    StringBuilder plain = new StringBuilder();
    boolean fenced = false;
    for (String line : Showable.atTerminal(markdown).split("\n", -1)) {
      if (line.startsWith("```")) {
        fenced = !fenced;
        continue;
      }
      plain.append(fenced ? line : words(line)).append('\n');
    }
    plain.setLength(Math.max(0, plain.length() - 1));
    return plain.toString();
  }

  private static String words(String line) {
    String clean = EMOJI.matcher(line).replaceFirst("");
    return BOLD.matcher(clean).replaceAll("$1").replace("`", "");
  }
}
