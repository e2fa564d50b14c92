package skep.runbooks.answer;

import java.util.List;

/**
 * @param text what is asked now
 * @param before what was asked and answered in the same thread, the oldest first
 */
public record Question(String text, List<Exchange> before) {
  public Question {
    text = text.strip();
    before = List.copyOf(before);
  }

  /** One question and what was answered. */
  public record Exchange(String question, String answer) {}

  /** What runbooks are looked for with: a question that follows another may not name its matter. */
  String sought() {
    return before.isEmpty() ? text : before.getLast().question() + "\n" + text;
  }
}
