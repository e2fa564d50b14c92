package skep.runbooks.answer;

import java.util.regex.Pattern;
import skep.runbooks.passages.Passage;

/**
 * A passage as the model gets it. What people who read the page do not see, and what speaks to a
 * model and not to a person, is no part of it.
 *
 * @param text redacted
 */
record Cited(int number, Passage passage, String text) implements Source {
  private static final Pattern HIDDEN =
      Pattern.compile(
          "(?s)<!--.*?(?:-->|\\z)|[\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufeff]");
  private static final Pattern TO_A_MODEL =
      Pattern.compile(
          "(?i)\\b(?:ignore|disregard|forget|override)\\b.{0,40}\\b(?:instructions?|prompts?|rules)\\b"
              + "|\\b(?:system prompt|language model|(?:ai|llm)s?\\b.{0,20}\\b(?:assistant|model|reading|must|should)"
              + "|as an ai|you are an? (?:ai|assistant|model|bot))\\b");
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern CONTINUED = Pattern.compile("\\\\\\R");

  /**
   * @param redacted the passage's text without secrets
   */
  static Cited of(int number, Passage passage, String redacted) {
    StringBuilder text = new StringBuilder();
    HIDDEN
        .matcher(redacted)
        .replaceAll("")
        .lines()
        .filter(line -> !TO_A_MODEL.matcher(line).find())
        .forEach(line -> text.append(line).append('\n'));
    return new Cited(number, passage, text.toString().strip());
  }

  /** However its spaces and lines are. */
  @Override
  public boolean has(String command) {
    return (" " + flat(text) + " ").contains(flat(command));
  }

  private static String flat(String text) {
    return SPACE.matcher(CONTINUED.matcher(text).replaceAll(" ")).replaceAll(" ").strip();
  }

  @Override
  public double covers(String sentence) {
    return Words.share(sentence, passage.heading() + "\n" + text);
  }

  @Override
  public String fenced() {
    return Fence.around(number, passage.path() + ": " + passage.heading(), text);
  }
}
