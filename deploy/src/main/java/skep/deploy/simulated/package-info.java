/**
 * A Docker Swarm that exists only in memory: services get tasks, updates roll, images crash when
 * their name says so. For {@code ./skep try} on a machine without a Swarm, and for tests; judged by
 * the same contract as the real adapter.
 *
 * <p>Must not know stacks, plans, releases or chat.
 */
package skep.deploy.simulated;
