package skep.deploy.plan.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Maps of free keys: labels, options. An empty value there differs from an absent key. */
final class Maps {
  private Maps() {}

  static void tell(JsonNode map, String words, Map<String, String> into) {
    map.properties()
        .forEach(entry -> into.put(words + "." + entry.getKey(), Leftover.text(entry.getValue())));
  }
}
