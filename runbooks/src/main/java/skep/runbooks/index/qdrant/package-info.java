/**
 * Passages in Qdrant, over gRPC with Qdrant's own client. A generation is a collection; an alias
 * points at the one that is searched. Words, and those of headings alone, are sparse vectors whose
 * rareness the server counts.
 *
 * <p>The lists of a search are not fused by the server, which could: Skep fuses those of every
 * index alike, and needs the cosines to know what is not in the runbooks.
 *
 * <p>Knows gRPC and Qdrant's messages, which nothing else does. Must not know where passages and
 * vectors come from, nor how lists are fused or judged.
 */
package skep.runbooks.index.qdrant;
