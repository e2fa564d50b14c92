/**
 * Answers that stand on numbered passages and on nothing else. A language model writes a draft;
 * what of it is shown, decides the code here.
 *
 * <p>Must not know whose model it is, nor chat, nor what could be done about a question: nothing
 * here changes anything.
 */
package skep.runbooks.answer;
