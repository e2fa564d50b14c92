/**
 * Carrying a plan out, from the stack lock to the verdict: {@link skep.deploy.apply.Rollout} runs
 * one, {@link skep.deploy.apply.Recovery} finishes what a dead bot began. Every step is in the
 * release's journal before it is done; a failure takes every touched service back.
 *
 * <p>Must not know how plans are made, nor chat: it tells a listener and returns a {@link
 * skep.deploy.apply.Verdict}.
 */
package skep.deploy.apply;
