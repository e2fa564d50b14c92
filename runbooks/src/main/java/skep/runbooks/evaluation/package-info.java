/**
 * How well runbooks are found: runs in the format of the Text Retrieval Conference (TREC), figures
 * over questions whose answers are known, and the calibration of "not in the runbooks". Changes
 * nothing and knows no particular corpus.
 */
package skep.runbooks.evaluation;
