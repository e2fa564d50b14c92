/**
 * An address that speaks OpenAI's API, as Groq's does: how it is called, how long it is waited for,
 * and what its failures mean for a person.
 *
 * <p>Knows nothing of what is asked there, whether for words or for vectors. No key, and no text of
 * a server that was not cut and cleaned, leaves it in a message.
 */
package skep.runbooks.endpoint;
