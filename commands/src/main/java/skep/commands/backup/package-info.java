/**
 * {@code /backup}: how the backups are, in words and as a chart.
 *
 * <p>Must not know restic, the repository's address, nor who draws or uploads a picture. A picture
 * cannot be redacted afterwards: every name in it is redacted before it is drawn.
 */
package skep.commands.backup;
