package skep.bot.local.chat;

/** How a realtime connection ends. */
public enum Breakage {
  /** With a goodbye: the server is restarted. */
  CLOSE,
  /** Without one: the network broke, and said so. */
  RESET,
  /** It stays open, and nothing comes any more: the network broke, and did not say so. */
  HALF_OPEN,
  /** In the middle of a message. */
  MID_MESSAGE,
  /** Reset, and the next connection too, after it subscribed and before it was told so. */
  BEFORE_READY
}
