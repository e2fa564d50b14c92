/**
 * The last step of every text on its way to people, in chat or at a terminal.
 *
 * <p>Must not know what the text is about; quoting what others wrote is the commands' part.
 */
package skep.bot.text;
