/**
 * The bot as processes of the operating system, on a real Swarm: started, asked in chat or at a
 * terminal, killed, started again.
 */
package skep.bot.process;
