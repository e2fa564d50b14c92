package skep.deploy.stack.value;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A file of {@code NAME=value} lines. No quoting: a value is what stands after the first {@code =}.
 * A name alone takes the value of the environment, and is left out where there is none.
 */
public final class EnvFile {
  private EnvFile() {}

  /**
   * @param problem told the line and what is wrong with it; never a value
   */
  public static Map<String, String> parse(
      byte[] bytes, Map<String, String> environment, BiConsumer<Integer, String> problem) {
    Map<String, String> values = new LinkedHashMap<>();
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      problem.accept(0, "is not UTF-8 text");
      return values;
    }
    String[] lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      line(lines[i], i + 1, environment, values, problem);
    }
    return values;
  }

  private static void line(
      String written,
      int number,
      Map<String, String> environment,
      Map<String, String> values,
      BiConsumer<Integer, String> problem) {
    String ended = written.endsWith("\r") ? written.substring(0, written.length() - 1) : written;
    String line = ended.stripLeading();
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    int equals = line.indexOf('=');
    String name = equals < 0 ? line : line.substring(0, equals);
    if (name.isEmpty()) {
      problem.accept(number, "has no variable name before '='");
    } else if (name.indexOf(' ') >= 0 || name.indexOf('\t') >= 0) {
      problem.accept(number, "has white space in a variable's name; write NAME=value");
    } else if (equals >= 0) {
      values.put(name, line.substring(equals + 1));
    } else if (environment.containsKey(name)) {
      values.put(name, environment.get(name));
    }
  }
}
