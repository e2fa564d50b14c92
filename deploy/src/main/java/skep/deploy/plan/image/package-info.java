/**
 * Images: what a reference means, and which digest it stands for at the moment of planning.
 *
 * <p>Must not know services, plans, or how a registry is spoken to.
 */
package skep.deploy.plan.image;
