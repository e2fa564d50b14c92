/**
 * One commit of the infrastructure repository, parsed and checked: which stacks there are, who may
 * do what, where the bot speaks, what is backed up. {@code skep.yaml} is read strictly, and every
 * mistake in it is said at once.
 *
 * <p>Must not know chat, the Swarm, or what is inside a stack file.
 */
package skep.deploy.estate;
