package skep.secrets.vault;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The estate's rules for secrets; of several that cover one, the first that says a thing counts.
 */
public record SecretRules(List<SecretRule> rules) {
  public static final SecretRules NONE = new SecretRules(List.of());

  public SecretRules {
    rules = List.copyOf(rules);
  }

  public Optional<Generation> generation(SecretName name) {
    return first(name, SecretRule::generate);
  }

  Optional<LocalDate> expires(SecretName name) {
    return first(name, SecretRule::expires);
  }

  Optional<Integer> days(SecretName name) {
    return first(name, SecretRule::days);
  }

  private <T> Optional<T> first(SecretName name, Function<SecretRule, Optional<T>> what) {
    return rules.stream()
        .filter(rule -> rule.covers(name))
        .flatMap(rule -> what.apply(rule).stream())
        .findFirst();
  }
}
