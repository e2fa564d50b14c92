/** Rocket.Chat's own JavaScript, as judge of the embedded server and of the bot's requests. */
package skep.bot.official;
