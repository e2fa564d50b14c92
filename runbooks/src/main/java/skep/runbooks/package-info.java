/**
 * Runbooks: passages, embeddings, retrieval and grounded answers. A leaf: knows nothing of chat or
 * Docker. Empty until questions are answered.
 */
package skep.runbooks;
