package skep.bot.rocketchat;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of the last messages, by their ids; of older ones it is forgotten. */
final class Remembered<V> extends LinkedHashMap<String, V> {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 500;

  @Override
  protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
    return size() > MOST;
  }
}
