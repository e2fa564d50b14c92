/**
 * {@code /diff}: what a deployment would change, and how a plan is put into words anywhere.
 *
 * <p>Has no right to change anything. Must not know how plans are approved or carried out.
 */
package skep.commands.diff;
