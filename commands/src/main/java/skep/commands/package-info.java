/**
 * From a typed line to the command that answers it: the table of commands, the parser, and the one
 * place where an exception becomes words and every outcome is redacted.
 *
 * <p>Must not know who delivers the line: a chat server and a terminal are the same here.
 */
package skep.commands;
