/**
 * What a model may look at while it answers: the Swarm, releases, backups and alerts as they are
 * now, in plain lines. Everything here reads; nothing here can change anything.
 */
package skep.commands.ask.state;
