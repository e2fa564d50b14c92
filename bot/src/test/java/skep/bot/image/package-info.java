/** The container image of the built program, and what it must be able to do on a real engine. */
package skep.bot.image;
