/**
 * Runbooks: passages so far; embeddings, retrieval and answers follow. A leaf: knows nothing of
 * chat or Docker.
 */
package skep.runbooks;
