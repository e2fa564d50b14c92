package skep.bot.local.chat;

/**
 * Which of Rocket.Chat's two realtime servers answers. A client cannot tell beforehand, and must
 * get along with both.
 */
public enum Personality {
  /** One server process does everything; Meteor's own DDP server answers. */
  MONOLITH,
  /** A deployment in parts: the service ddp-streamer answers. */
  STREAMER;

  Manners manners() {
    return switch (this) {
      case MONOLITH -> new MeteorManners();
      case STREAMER -> new StreamerManners();
    };
  }
}
