/**
 * The {@code try} mode's own pieces: the sample estate, and (below) the embedded chat server.
 *
 * <p>Must not know the commands, nor how the bot is wired.
 */
package skep.bot.local;
