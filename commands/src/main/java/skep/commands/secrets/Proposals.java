package skep.commands.secrets;

import java.util.Optional;

/** Opens pull requests for branches that are there to be merged. */
@FunctionalInterface
public interface Proposals {
  /** Where people open them themselves. */
  Proposals NONE = (_, _) -> Optional.empty();

  /**
   * @return its address; empty where none was opened
   */
  Optional<String> open(String branch, String title);
}
