package skep.runbooks.answer;

import java.util.List;

/**
 * @param text what is asked now
 * @param before what was asked and answered in the same thread, the oldest first
 */
public record Question(String text, List<Exchange> before) {
  /** Of the question before: what it was about, not all of the log that came with it. */
  private static final int EARLIER = 300;

  public Question {
    text = text.strip();
    before = List.copyOf(before);
  }

  /** One question and what was answered. */
  public record Exchange(String question, String answer) {}

  /** What runbooks are looked for with: a question that follows another may not name its matter. */
  String sought() {
    if (before.isEmpty()) {
      return text;
    }
    String earlier = before.getLast().question();
    return text + "\n" + earlier.substring(0, Math.min(EARLIER, earlier.length()));
  }
}
