/**
 * The vocabulary between chat (or a terminal) and the commands: rooms, persons, invocations,
 * outcomes.
 *
 * <p>Must not know Rocket.Chat's protocol, nor any command.
 */
package skep.commands.chat;
