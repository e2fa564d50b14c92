/**
 * Which nodes a task may run on, as swarmkit's scheduler decides it: constraints and platforms.
 *
 * <p>One reader of that language for everybody who asks: preflight, verification and the simulated
 * engine. Must not know plans or releases.
 */
package skep.deploy.placement;
