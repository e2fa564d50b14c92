package skep.bot.health;

/**
 * What the bot says of something it knows.
 *
 * @param isWell else it cannot do what it is for; served with status 503
 * @param text on one line
 */
public record Word(boolean isWell, String text) {}
