/**
 * The alert room hears of what is wrong: one message an incident, rewritten until it is right
 * again, with what persons said about it.
 *
 * <p>Must not know what finds incidents, nor which chat server shows them.
 */
package skep.commands.incidents;
