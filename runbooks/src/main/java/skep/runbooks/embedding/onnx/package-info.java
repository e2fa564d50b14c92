/**
 * The models that come with Skep and run in its own process, on ONNX. Knows nothing of what is
 * embedded.
 */
package skep.runbooks.embedding.onnx;
