/**
 * Vectors from an endpoint that speaks OpenAI's API: OpenAI's own, or a server for embeddings in
 * the Swarm.
 *
 * <p>Must not know what texts are about, nor where vectors are kept.
 */
package skep.runbooks.embedding.remote;
