/**
 * From a word somebody typed ({@code web@main}) to a plan: find the commit, load the stack, read
 * the Swarm, resolve images, plan. Changes nothing.
 *
 * <p>Must not know what is done with a plan.
 */
package skep.commands.planning;
