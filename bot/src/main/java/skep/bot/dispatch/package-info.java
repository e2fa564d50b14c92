/**
 * From a message heard to a command that ran exactly once: claim, thread, progress, outcome, drain.
 *
 * <p>{@link skep.bot.dispatch.Chat} is its port to the chat server. Must not know Rocket.Chat's
 * protocol, nor what any command does.
 */
package skep.bot.dispatch;
