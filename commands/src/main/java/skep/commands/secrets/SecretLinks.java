package skep.commands.secrets;

import java.util.Optional;
import skep.commands.chat.Person;
import skep.secrets.vault.SecretName;

/** Links to the page where a secret is changed. */
@FunctionalInterface
public interface SecretLinks {
  /** Where no desk is served. */
  SecretLinks NONE = (_, _) -> Optional.empty();

  /** Good once, for ten minutes, for this person and this secret; empty where there is no page. */
  Optional<String> to(SecretName name, Person person);
}
