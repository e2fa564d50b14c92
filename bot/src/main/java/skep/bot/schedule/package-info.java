/**
 * Wakes the bot when something may be due: at the moments of its schedules, and at least once a
 * minute. Quartz is the clockwork and nothing more; what is due is decided by whoever is woken,
 * from what is recorded, so that nothing is lost with this process.
 *
 * <p>Must not know what is scheduled, nor how a moment is found.
 */
package skep.bot.schedule;
