/** Bytes as nobody in their right mind writes them, for every reader of what others made. */
package skep.secrets.mangled;
