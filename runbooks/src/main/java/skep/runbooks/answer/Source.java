package skep.runbooks.answer;

/** What a statement can be from, under the number it is cited by. */
sealed interface Source permits Cited, Live {
  int number();

  /** Whether a command stands in it that a person may be told to type. */
  boolean has(String command);

  /** The share of a sentence's words that stand in it, from 0 to 1. */
  double covers(String sentence);

  /** As the model gets it. */
  String fenced();
}
