package skep.runbooks.passages;

/** A page's parts from top to bottom, whatever markup they were written in. */
sealed interface Block {
  /**
   * @param level from 1, the title
   * @param text without markup
   */
  record Heading(int level, String text) implements Block {}

  /**
   * Anything else, as it was written.
   *
   * @param whole a program text, or steps that are numbered: of use in one piece only
   */
  record Text(String text, boolean whole) implements Block {}
}
