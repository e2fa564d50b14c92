/**
 * How the bot is, told over HTTP to whoever supervises it: the engine's health check, a monitor, a
 * load balancer.
 *
 * <p>Must not know chat, Swarm or commands: they note here how they are. Says nothing that is not
 * for everybody: whoever reaches the port may read it.
 */
package skep.bot.health;
