package skep.commands.access;

/** Whether somebody may, and why. */
public sealed interface Decision {
  /**
   * @param because half a sentence, for the audit
   */
  record Allowed(String because) implements Decision {}

  /**
   * @param why whole sentences
   * @param next what to type or whom to ask
   */
  record Denied(String why, String next) implements Decision {}
}
