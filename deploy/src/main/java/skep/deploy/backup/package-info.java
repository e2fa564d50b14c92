/**
 * Backups that are proven: what a run is, how it ended, what stays, and whether it can be restored.
 * What restic says is read in {@code deploy.restic}; where a program runs is decided behind {@code
 * deploy.oneshot}.
 *
 * <p>Must not know chat, nor how an engine or a bucket is reached.
 */
package skep.deploy.backup;
