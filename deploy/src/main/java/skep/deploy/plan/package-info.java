/**
 * Deciding what to change: desired state, actual state and the last release in, a {@link
 * skep.deploy.plan.Plan} out. Pure; nothing here changes anything or waits for anything.
 *
 * <p>Terms: <em>change</em> is desired against actual; <em>drift</em> is actual against the last
 * release. Must not know chat, nor how a plan is carried out.
 */
package skep.deploy.plan;
