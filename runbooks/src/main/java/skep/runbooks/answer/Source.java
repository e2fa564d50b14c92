package skep.runbooks.answer;

/** What a statement can be from, under the number it is cited by. */
sealed interface Source permits Cited, Live {
  int number();

  Standing standing();

  /**
   * Whether a person may be shown this as code from it: it stands there as a whole, and not as what
   * is never to be typed, unless that is what is said.
   */
  boolean gives(String code, boolean isWarning);

  /** As the model gets it. */
  String fenced();
}
