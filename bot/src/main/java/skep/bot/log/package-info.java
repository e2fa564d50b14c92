/** How log lines look: for people at a terminal, as JSON for machines. Knows no part of the bot. */
package skep.bot.log;
