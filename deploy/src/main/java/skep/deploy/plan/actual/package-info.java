/**
 * What a Swarm holds for one stack at one moment, read in as few calls as possible.
 *
 * <p>Must not know plans; it reads and never writes.
 */
package skep.deploy.plan.actual;
