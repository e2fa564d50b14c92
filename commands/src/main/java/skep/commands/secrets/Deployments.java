package skep.commands.secrets;

import java.util.Collection;
import java.util.Optional;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;

/** How stacks get what git says, each through its own plan and approval. */
public interface Deployments {
  /** Why this person may not deploy all of them. */
  Optional<Outcome> refusal(Invocation in, Collection<String> stacks);

  /** As if {@code /deploy} had been typed for each of them. */
  Outcome deploy(Invocation in, Collection<String> stacks);
}
