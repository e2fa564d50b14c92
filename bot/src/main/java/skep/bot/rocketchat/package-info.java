/**
 * Skep's client of Rocket.Chat: DDP for signing in and listening only, REST for everything else, as
 * Rocket.Chat 9 leaves no other way. Works with 7.x, 8.x and 9.x.
 *
 * <p>Nothing is replayed by the server after a lost connection, so the client reads back what it
 * missed. Must not know what a command does.
 */
package skep.bot.rocketchat;
