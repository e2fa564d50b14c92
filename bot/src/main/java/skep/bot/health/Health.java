package skep.bot.health;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** How the bot is, as it notes itself. */
public final class Health {
  private final InstantSource clock;
  private volatile State state;

  public Health(InstantSource clock) {
    this.clock = clock;
    this.state = new State.Deaf("the chat server has not been reached yet", now());
  }

  /** Whether people can talk to it. */
  sealed interface State {
    record Hearing(Instant since) implements State {}

    record Deaf(String why, Instant since) implements State {}

    record Ending(Instant since) implements State {}
  }

  /** Signed in, subscribed, and everything missed was read back. */
  public void hears() {
    state = new State.Hearing(now());
  }

  /** Cut off. The first cause is kept: what follows from it says less. */
  public void isDeaf(String why) {
    if (state instanceof State.Hearing) {
      state = new State.Deaf(why, now());
    }
  }

  /** Takes nothing new any more. */
  public void ends() {
    state = new State.Ending(now());
  }

  State state() {
    return state;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
