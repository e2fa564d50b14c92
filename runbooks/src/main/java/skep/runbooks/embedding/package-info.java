/**
 * Turns texts into vectors: texts of like meaning lie near to each other. Knows neither passages
 * nor where vectors are kept.
 */
package skep.runbooks.embedding;
