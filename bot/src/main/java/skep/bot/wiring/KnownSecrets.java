package skep.bot.wiring;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import skep.secrets.redaction.Redaction;
import skep.secrets.redaction.SecretValue;

/** Every secret value this program has come across; none of them leaves in a text. */
public final class KnownSecrets {
  private final Set<SecretValue> seen = new HashSet<>();
  private final Set<SecretValue> fresh = new HashSet<>();
  private Redaction redaction = Redaction.NONE;

  void learn(SecretValue value) {
    learn(List.of(value));
  }

  synchronized void learn(Collection<SecretValue> values) {
    values.stream().filter(seen::add).forEach(fresh::add);
  }

  public String redact(String text) {
    return current().apply(text);
  }

  /** Thousands of values may be learnt between two texts: they are taken up together. */
  private synchronized Redaction current() {
    if (!fresh.isEmpty()) {
      redaction = redaction.with(fresh);
      fresh.clear();
    }
    return redaction;
  }
}
