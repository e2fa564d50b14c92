package skep.bot.wiring;

import java.time.Duration;
import skep.bot.rocketchat.RocketChatOptions;
import skep.deploy.release.StackLocks;
import skep.deploy.verify.Timing;

/**
 * How long a bot waits, and for what. All bots of one Swarm must agree on the lease.
 *
 * @param round between two looks for what dead bots left
 * @param drain how long what runs may go on after the bot was asked to stop
 * @param readBack how far back what was said while no bot listened is read
 * @param quiet after this long without a sign a command that another bot took counts as left
 * @param lease how long a run may be silent before its stack is taken from it
 */
record Pace(
    Duration round,
    Duration drain,
    Duration readBack,
    Duration quiet,
    Duration lease,
    Timing watching,
    RocketChatOptions.Timing chatting) {
  static final Pace DEFAULT =
      new Pace(
          Duration.ofSeconds(30),
          Duration.ofSeconds(25),
          Duration.ofMinutes(30),
          Duration.ofSeconds(60),
          StackLocks.LEASE,
          Timing.DEFAULT,
          RocketChatOptions.Timing.DEFAULT);
}
