package skep.deploy.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The order services change in: each after those it depends on, else as they came. */
final class Order {
  private Order() {}

  /**
   * @param before for every name, in their natural order, the names that go first; unknown ones do
   *     not count
   * @return empty where they go in a circle
   */
  static Optional<List<String>> of(Map<String, ? extends Collection<String>> before) {
    var waiting = new LinkedHashMap<String, Set<String>>();
    var followers = new LinkedHashMap<String, List<String>>();
    before.forEach((name, first) -> {
      var known = new LinkedHashSet<>(first);
      known.retainAll(before.keySet());
      known.remove(name);
      waiting.put(name, known);
      known.forEach(one -> followers.computeIfAbsent(one, any -> new ArrayList<>()).add(name));
    });
    var ready = new ArrayDeque<String>();
    waiting.forEach((name, first) -> {
      if (first.isEmpty()) {
        ready.add(name);
      }
    });
    var order = new ArrayList<String>();
    while (!ready.isEmpty()) {
      String name = ready.poll();
      order.add(name);
      for (String follower : followers.getOrDefault(name, List.of())) {
        Set<String> first = waiting.get(follower);
        first.remove(name);
        if (first.isEmpty()) {
          ready.add(follower);
        }
      }
    }
    return order.size() == before.size() ? Optional.of(order) : Optional.empty();
  }
}
