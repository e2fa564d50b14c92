/**
 * {@code /secrets}: which secrets the estate has, who can open them, who changed what and when.
 *
 * <p>Knows names, keys and stacks. Must never have a value in a text: what it compares stays in
 * {@code skep.secrets.vault}.
 */
package skep.commands.secrets;
