/**
 * Where the Rocket.Chat App hands commands over: signed requests, each of which becomes a message
 * and is heard as any other. Knows nothing of what commands do.
 */
package skep.bot.app;
