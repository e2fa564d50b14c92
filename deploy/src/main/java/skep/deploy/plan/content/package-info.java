/**
 * Contents of secrets and configs: keyed fingerprints that tell whether a content changed without
 * giving it away, and the version counters of the names they stand under in the Swarm.
 *
 * <p>Must not know services or plans, and keeps no value.
 */
package skep.deploy.plan.content;
