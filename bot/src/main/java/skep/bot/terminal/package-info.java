/**
 * The same commands typed in a shell: one line in, live progress, one outcome out, an exit status.
 *
 * <p>Must not know chat, nor how the commands are wired.
 */
package skep.bot.terminal;
