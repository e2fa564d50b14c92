/**
 * What Skep says to restic, and how it reads what restic says: arguments in; exit status and lines
 * of output read. For restic 0.14 and later, whose words differ from version to version.
 *
 * <p>Must not know how a program is run or where, nor what a source's history is. Nothing is taken
 * for a success without restic's own evidence of it.
 */
package skep.deploy.restic;
