package skep.deploy.apply;

/**
 * Told of every moment of a run at which the bot could be killed and the next one has to go on:
 * before and after each write of the journal and each step. Where tests end a run.
 */
@FunctionalInterface
public interface Checkpoint {
  Checkpoint NONE = moment -> {};

  void reached(String moment);
}
