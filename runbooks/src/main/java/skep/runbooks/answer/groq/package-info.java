/**
 * Groq's models behind {@link skep.runbooks.answer.LanguageModel}: how a conversation is put to
 * them, and how an answer comes together from what they send. Any endpoint that speaks the same
 * does.
 *
 * <p>Must not know what a conversation is about, nor decide what of an answer is shown.
 */
package skep.runbooks.answer.groq;
