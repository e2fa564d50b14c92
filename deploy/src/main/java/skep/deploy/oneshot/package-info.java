/**
 * A program run once on nodes of a Swarm, or on this machine: the port {@link
 * skep.deploy.oneshot.OneShots} with its two ways, and the values that cross it.
 *
 * <p>Must not know what the program is for.
 */
package skep.deploy.oneshot;
