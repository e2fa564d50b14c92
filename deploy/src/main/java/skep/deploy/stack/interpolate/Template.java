package skep.deploy.stack.interpolate;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One text with variables. {@code $$} is a dollar; {@code $NAME}, {@code ${NAME}} the value; inside
 * braces {@code :-} and {@code -} give a default, {@code :?} and {@code ?} require, {@code :+} and
 * {@code +} replace; with a colon an empty value counts as unset. A default may hold a nested
 * {@code ${…}}; {@code $$} and {@code $NAME} stay there as they are, as in the CLI.
 *
 * <p>As in the CLI, {@code $NAME-rest} without braces has an operator too, which takes the rest of
 * the text up to a closing brace as it stands. Unlike it, the operator is the one right after the
 * name ({@code ${A:?set-it}} fails; the CLI reads its {@code -it} as a default), {@code +} exists,
 * and braces nest.
 */
final class Template {
  private static final int MOST_NESTED = 50;
  private final String text;
  private final Map<String, String> values;
  private final boolean allowUnset;
  private final Consumer<String> problem;
  private int at;
  private int depth;

  /**
   * @param problem told what is wrong, once for each mistake
   */
  Template(String text, Map<String, String> values, boolean allowUnset, Consumer<String> problem) {
    this.text = text;
    this.values = values;
    this.allowUnset = allowUnset;
    this.problem = problem;
  }

  /** Empty where something was wrong with it. */
  Optional<String> render() {
    return until(false, false);
  }

  private Optional<String> until(boolean braced, boolean word) {
    StringBuilder out = new StringBuilder();
    boolean good = true;
    while (at < text.length() && !(braced && text.charAt(at) == '}')) {
      char c = text.charAt(at++);
      if (c != '$' || (word && !text.startsWith("{", at))) {
        out.append(c);
      } else if (at < text.length() && text.charAt(at) == '$') {
        out.append('$');
        at++;
      } else {
        Optional<String> value = variable();
        good &= value.isPresent();
        value.ifPresent(out::append);
      }
    }
    return good ? Optional.of(out.toString()) : Optional.empty();
  }

  private Optional<String> variable() {
    boolean braced = at < text.length() && text.charAt(at) == '{';
    if (braced) {
      at++;
    }
    String name = name();
    if (name.isEmpty()) {
      return malformed("a '$' that is not '${NAME}'; write '$$' for a dollar");
    }
    String operator = operator(braced);
    if (!braced && !operator.isEmpty()) {
      String rest = upToBrace();
      return apply(name, operator, Optional.of(rest), rest);
    }
    Optional<String> word = Optional.of("");
    int wordStart = at;
    if (!operator.isEmpty()) {
      boolean evaluated = uses(name, operator) && !operator.endsWith("?");
      if (depth >= MOST_NESTED) {
        return malformed("variables nested more than %d deep".formatted(MOST_NESTED));
      }
      depth++;
      word = evaluated ? until(true, true) : skip();
      depth--;
    }
    if (braced) {
      if (at >= text.length() || text.charAt(at) != '}') {
        return malformed("'${" + name + "' is not closed by '}', or has an unknown operator");
      }
      at++;
    }
    int wordEnd = braced ? at - 1 : at;
    return apply(name, operator, word, text.substring(wordStart, Math.max(wordStart, wordEnd)));
  }

  private Optional<String> apply(
      String name, String operator, Optional<String> word, String written) {
    Optional<String> value = Optional.ofNullable(values.get(name));
    return switch (operator) {
      case "" -> value.or(() -> unset(name));
      case ":-", "-" -> uses(name, operator) ? word : value;
      case ":+", "+" -> uses(name, operator) ? word : Optional.of("");
      default -> uses(name, operator) ? required(name, written) : value;
    };
  }

  /** Whether the operator's word decides, not the variable's value. */
  private boolean uses(String name, String operator) {
    String value = values.get(name);
    boolean present = value != null && !(operator.startsWith(":") && value.isEmpty());
    return operator.endsWith("+") == present;
  }

  private Optional<String> unset(String name) {
    if (allowUnset) {
      return Optional.of("");
    }
    problem.accept(
        "variable %s is not set; write ${%s:-} if blank is meant, or deploy with --allow-unset"
            .formatted(name, name));
    return Optional.empty();
  }

  private Optional<String> required(String name, String message) {
    problem.accept(
        "required variable %s is missing a value%s"
            .formatted(name, message.isBlank() ? "" : ": " + message));
    return Optional.empty();
  }

  private Optional<String> malformed(String what) {
    problem.accept(what);
    at = text.length();
    return Optional.empty();
  }

  private String name() {
    int start = at;
    while (at < text.length() && isNamePart(text.charAt(at), at > start)) {
      at++;
    }
    return text.substring(start, at);
  }

  private static boolean isNamePart(char c, boolean inside) {
    return c == '_' || letter(c) || (inside && c >= '0' && c <= '9');
  }

  private static boolean letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private String operator(boolean braced) {
    int colon = at < text.length() && text.charAt(at) == ':' ? 1 : 0;
    int sign = at + colon;
    String signs = braced ? "-?+" : "-?";
    if (sign >= text.length() || signs.indexOf(text.charAt(sign)) < 0) {
      return "";
    }
    String operator = text.substring(at, sign + 1);
    at = sign + 1;
    return operator;
  }

  /** The word of an operator without braces, which the CLI takes as it stands. */
  private String upToBrace() {
    int start = at;
    int brace = text.indexOf('}', at);
    at = brace < 0 ? text.length() : brace;
    return text.substring(start, at);
  }

  /** Steps over a word that is not used, so that what it names need not be set. */
  private Optional<String> skip() {
    int depth = 0;
    while (at < text.length() && !(depth == 0 && text.charAt(at) == '}')) {
      if (text.startsWith("${", at)) {
        depth++;
      } else if (text.charAt(at) == '}') {
        depth--;
      }
      at++;
    }
    return Optional.of("");
  }
}
