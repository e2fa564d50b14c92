package skep.bot.wiring;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import skep.secrets.redaction.Redaction;
import skep.secrets.redaction.SecretValue;

/** Every secret value this program has come across; none of them leaves in a text. */
final class KnownSecrets {
  private final AtomicReference<Redaction> redaction = new AtomicReference<>(Redaction.NONE);

  void learn(SecretValue value) {
    redaction.updateAndGet(known -> known.with(List.of(value)));
  }

  String redact(String text) {
    return redaction.get().apply(text);
  }
}
