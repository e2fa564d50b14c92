package skep.bot.dispatch;

/** Keeps what somebody should not have typed from being repeated. */
@FunctionalInterface
public interface Discretion {
  /** Nothing that is typed is a secret. */
  Discretion NONE = heard -> heard;

  /** What was heard as it may be shown, handled and recorded. Must not throw. */
  Heard of(Heard heard);
}
