package skep.bot.dispatch;

/** Keeps what somebody should not have typed from being repeated. */
@FunctionalInterface
public interface Discretion {
  /** Nothing that is typed is a secret. */
  Discretion NONE = (_, line) -> line;

  /** The line as it may be shown, handled and recorded. Must not throw. */
  String line(Heard heard, String line);
}
