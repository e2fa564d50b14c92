/**
 * {@code /rollback}: back to a release that is kept. The way back is itself a plan and a release.
 */
package skep.commands.rollback;
