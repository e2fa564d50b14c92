/**
 * Runbooks as passages: pieces that fit an embedding model, cut where their author cut.
 *
 * <p>Must not know how passages are found again, nor where the files come from.
 */
package skep.runbooks.passages;
