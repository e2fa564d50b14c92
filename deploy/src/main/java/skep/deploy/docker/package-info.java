/**
 * The {@link skep.deploy.swarm.Swarm} port over a real Docker Engine: raw JSON requests through
 * docker-java's transport. Its typed service model drops fields and is not used.
 *
 * <p>Protocol facts: Docker Engine API reference, versions 1.40 to 1.48. Must not know stacks,
 * plans, releases or chat.
 */
package skep.deploy.docker;
