package skep.bot.wiring;

import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.bot.dispatch.Heard;
import skep.bot.dispatch.Heard.What;
import skep.commands.access.Audit;
import skep.commands.planning.Estates;
import skep.deploy.apply.WaitingPlans;
import skep.deploy.apply.WaitingPlans.Found;

/**
 * Lets a reaction say yes to a plan where the estate says that it may, and nowhere else.
 *
 * @param touched told of the bot's own messages that are not what they were
 */
record ReactionVotes(
    Heard.Listener listener, WaitingPlans waiting, Estates estates, List<Touch> touched)
    implements Heard.Listener {
  private static final Logger LOG = Logger.getLogger(ReactionVotes.class.getName());

  @Override
  public void heard(Heard heard) {
    listener.heard(heard);
  }

  /** Is told of one of the bot's own messages, as {@link Heard.Listener#touched} is. */
  @FunctionalInterface
  interface Touch {
    void touched(String message, Set<String> emojis);
  }

  @Override
  public void touched(String message, Set<String> emojis) {
    touched.forEach(one -> one.touched(message, emojis));
  }

  @Override
  public void reacted(Heard heard) {
    try {
      if (heard.what() instanceof What.Command(var line) && counts(line)) {
        Audit.byReaction(heard.by(), line);
        listener.heard(heard);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a reaction could not be looked at, and says nothing", e);
    }
  }

  private boolean counts(String line) {
    String plan = line.substring(line.lastIndexOf(' ') + 1);
    return waiting.find(plan) instanceof Found.Here(var asked)
        && estates.at("").policy(asked.plan().stack()).approving().byReaction();
  }
}
