/**
 * Who may do what, who has to agree, and a line of record for every act.
 *
 * <p>Decides on user ids, never on names. Whatever cannot be decided is denied. Must not know what
 * the acts do.
 */
package skep.commands.access;
