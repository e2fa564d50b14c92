/**
 * Finding out whether a change came to what it should: services converge (every task of the wanted
 * spec runs, or a job is complete), then the stack's probes answer. Always ends, and never calls a
 * paused or rolled-back update a success.
 *
 * <p>Must not know plans, releases or who asked; changes nothing but the one-shot services its
 * command probes run in, and asks its caller where a service has to be written.
 */
package skep.deploy.verify;
