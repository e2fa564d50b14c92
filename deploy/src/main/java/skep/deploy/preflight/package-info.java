/**
 * Looks whether a plan can work before anything is touched: what it refers to exists, images can be
 * pulled, tasks find a node. Placement follows swarmkit's scheduler filters. Changes nothing.
 *
 * <p>Must not know how plans are made, approved or carried out.
 */
package skep.deploy.preflight;
