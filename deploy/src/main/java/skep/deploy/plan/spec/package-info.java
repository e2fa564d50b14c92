/**
 * Service specs (the Engine API's JSON trees) in the words of a stack file: one flat, normalised
 * map a service. Two specs mean the same service exactly where their maps are equal, whichever of
 * the engine's defaults are written out in them; fields nobody has a word for stand under their API
 * path, so that nothing is hidden.
 *
 * <p>Must not know plans, releases, or where a spec comes from.
 */
package skep.deploy.plan.spec;
