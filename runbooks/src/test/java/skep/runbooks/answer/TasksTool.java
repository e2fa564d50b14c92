package skep.runbooks.answer;

import java.util.Map;
import java.util.function.Function;

/**
 * Shows the tasks of a stack.
 *
 * @param shows what, by the arguments it is asked with
 */
public record TasksTool(Function<Map<String, String>, String> shows) implements StateTool {
  @Override
  public String name() {
    return "tasks";
  }

  @Override
  public String description() {
    return "tasks of a stack";
  }

  @Override
  public Map<String, String> parameters() {
    return Map.of("stack", "its name");
  }

  @Override
  public String look(Map<String, String> arguments) {
    return shows.apply(arguments);
  }
}
