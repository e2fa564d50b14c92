/**
 * git-crypt's own formats: key files and encrypted blobs, as the program of that name (0.7) writes
 * them.
 *
 * <p>Must not know git, files or where keys come from.
 */
package skep.secrets.gitcrypt;
