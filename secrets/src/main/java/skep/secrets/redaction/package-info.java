/**
 * Keeps secret values out of everything people and other systems see: replies, logs, errors.
 *
 * <p>A value is found by its forms ({@code EncodedForms}); each form is one or more patterns of an
 * automaton; a text is read once, line breaks in it both as they are and as if there were none.
 *
 * <p>Knows values and their encodings. Must not know where the text goes.
 */
package skep.secrets.redaction;
