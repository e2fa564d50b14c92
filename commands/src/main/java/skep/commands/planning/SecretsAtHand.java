package skep.commands.planning;

import java.util.logging.Level;
import java.util.logging.Logger;
import skep.commands.planning.Estates.EstateAt;
import skep.secrets.repository.CommitId;

/**
 * Makes the secret values of what runs known to redaction, before anything is said about it: a bot
 * that has just started knows none, and what runs may come from a commit that is long past.
 */
public final class SecretsAtHand {
  private static final Logger LOG = Logger.getLogger(SecretsAtHand.class.getName());

  private final Estates estates;
  private final PlanMaker plans;

  public SecretsAtHand(Estates estates, PlanMaker plans) {
    this.estates = estates;
    this.plans = plans;
  }

  /**
   * What the newest commit and this one hold for a stack.
   *
   * @return false where not everything could be learnt
   */
  public boolean learn(String stack, CommitId commit) {
    try {
      EstateAt head = estates.at("");
      // Values from the environment become known as the stack's files are read.
      head.stack(stack).ifPresent(entry -> plans.desired(head, entry, true));
      return !head.tree().hasLockedFiles() && estates.learn(commit);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the secrets of " + stack + " could not be read", e);
      return false;
    }
  }
}
