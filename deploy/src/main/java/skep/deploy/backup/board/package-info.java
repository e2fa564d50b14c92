/**
 * How the backups are: for each source and node what is newest, what is good, what is proven, what
 * is next, and how sizes and durations went.
 *
 * <p>Computed from the records alone. Must not know the repository, the clock, nor who looks at it.
 */
package skep.deploy.backup.board;
