/**
 * Keeps secret values out of everything people and other systems see: replies, logs, errors.
 *
 * <p>Knows values and their encodings. Must not know where the text goes.
 */
package skep.secrets.redaction;
