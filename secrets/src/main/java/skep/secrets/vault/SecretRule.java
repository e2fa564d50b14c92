package skep.secrets.vault;

import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the estate says of the secrets a pattern covers.
 *
 * @param pattern a secret's name; {@code *} stands for any characters
 * @param generate how a new value is made; empty where only a person can get one
 * @param expires the day until which the value is good
 * @param days after how many a value is too old
 */
public record SecretRule(
    String pattern,
    Optional<Generation> generate,
    Optional<LocalDate> expires,
    Optional<Integer> days) {

  boolean covers(SecretName name) {
    String regex =
        Pattern.compile("\\*")
            .splitAsStream(pattern + " ")
            .map(Pattern::quote)
            .reduce((left, right) -> left + ".*" + right)
            .orElse("");
    return (name + " ").matches(regex);
  }
}
