/**
 * The runbooks of the reference estate: every command in them is held against the program it is
 * for. What can only run elsewhere is named, with the reason, in one list.
 */
package skep.bot.library;
