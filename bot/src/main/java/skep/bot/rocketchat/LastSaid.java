package skep.bot.rocketchat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What this bot made its messages say. A bot that was cut off from the server may have been
 * succeeded meanwhile by another one that told the end: what it held back then must not replace
 * that.
 */
final class LastSaid {
  /**
   * @param asStored as the server answered that it has it
   * @param tried may be there as well, where the answer did not arrive
   * @param breaks how often the server had not been reached by then
   */
  private record Said(String asStored, Set<String> tried, int breaks) {}

  private final Map<String, Said> byMessage = new Remembered<>();
  private int breaks;

  synchronized void unreachable() {
    breaks++;
  }

  synchronized void tries(String message, String text) {
    byMessage.computeIfPresent(
        message,
        (_, said) -> {
          Set<String> tried = new HashSet<>(said.tried());
          tried.add(text);
          return new Said(said.asStored(), Set.copyOf(tried), said.breaks());
        });
  }

  synchronized void stands(String message, String asStored) {
    byMessage.put(message, new Said(asStored, Set.of(), breaks));
  }

  /** Whether the server was away since this message was told something. */
  synchronized boolean isDoubtful(String message) {
    Said said = byMessage.get(message);
    return said != null && said.breaks() < breaks;
  }

  /** Whether this is what somebody else made of it. */
  synchronized boolean isForeign(String message, String now) {
    Said said = byMessage.get(message);
    return said != null && !said.asStored().equals(now) && !said.tried().contains(now);
  }
}
