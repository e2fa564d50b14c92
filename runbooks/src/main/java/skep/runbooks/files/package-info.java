/** Folders of this machine. Knows nothing of what is kept in them. */
package skep.runbooks.files;
