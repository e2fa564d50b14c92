package skep.commands.ask;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import skep.runbooks.answer.Question.Exchange;

/**
 * What was asked and answered in threads, as far as a model should know it; forgotten with the bot.
 */
final class Talks {
  private static final int THREADS = 300;
  private static final int EXCHANGES = 4;
  private static final int LONGEST = 1_500;

  private final Map<String, List<Exchange>> byThread =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Exchange>> eldest) {
          return size() > THREADS;
        }
      };

  /** The oldest first. */
  synchronized List<Exchange> before(String thread) {
    return List.copyOf(byThread.getOrDefault(thread, List.of()));
  }

  synchronized void add(String thread, String question, String answer) {
    List<Exchange> all = new ArrayList<>(byThread.getOrDefault(thread, List.of()));
    all.add(new Exchange(cut(question), cut(answer)));
    byThread.put(thread, List.copyOf(all.subList(Math.max(0, all.size() - EXCHANGES), all.size())));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
  }
}
