/**
 * The secrets an estate keeps: which there are, in which files, under which keys; changing one and
 * leaving everything else in its file as it stands.
 *
 * <p>Knows files and their formats. Must not know Docker, chat or who may do what; values leave it
 * as {@link skep.secrets.redaction.SecretValue} only.
 */
package skep.secrets.vault;
