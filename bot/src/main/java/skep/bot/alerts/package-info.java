/**
 * News for rooms where nobody asked: the messages of the alert room, each rewritten until what it
 * is about has ended. Knows the chat port and nothing of what the news are about.
 */
package skep.bot.alerts;
