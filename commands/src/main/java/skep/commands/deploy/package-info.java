/**
 * {@code /deploy}: plan, approval, carrying out, and what is kept about it.
 *
 * <p>Must not know how a plan is made (that is {@code planning}) nor how it is carried out step by
 * step (that is {@code deploy.apply}).
 */
package skep.commands.deploy;
