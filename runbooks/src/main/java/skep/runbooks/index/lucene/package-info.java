/**
 * The embedded index: passages in files of this machine, found by Lucene. What is lost with the
 * machine is made anew from the runbooks. Knows no repository and no embedder.
 */
package skep.runbooks.index.lucene;
