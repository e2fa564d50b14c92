/**
 * What is wrong until it is right again: incidents, kept in the Swarm, so that a bot that starts
 * later forgets none and tells none twice.
 *
 * <p>Must not know what they are about, nor how anybody is told.
 */
package skep.deploy.incident;
