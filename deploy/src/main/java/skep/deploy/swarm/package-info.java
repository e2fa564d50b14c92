/**
 * What Skep needs of a Docker Swarm: the port {@link skep.deploy.swarm.Swarm} and the values that
 * cross it. Service specs are JSON trees in the Engine API's own shape, so that no field is lost.
 *
 * <p>Must not know sockets or libraries (that is {@code deploy.docker}), nor stacks, plans or chat.
 */
package skep.deploy.swarm;
